package dev.potok.web.rich;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLDocument;

/** Lets the keyboard reach a table or formula that is wider than its box, and no other. */
final class Scrollers implements Finish {
  private static final String WAITING =
      ".table-scroll:not([data-watched]), .math.display:not([data-watched])";

  private final JSObject watcher = newWatcher();

  @Override
  public Left step() {
    var boxes = HTMLDocument.current().querySelectorAll(WAITING);
    for (int i = 0; i < boxes.getLength(); i++) {
      boxes.get(i).setAttribute("data-watched", "");
      watch(watcher, boxes.get(i));
    }
    return Left.NOTHING;
  }

  @JSBody(
      script =
          "return new ResizeObserver(function(changes) {"
              + "  changes.forEach(function(change) {"
              + "    var box = change.target.closest('[data-watched]');"
              + "    if (box && box.scrollWidth > box.clientWidth) { box.tabIndex = 0; }"
              + "    else if (box) { box.removeAttribute('tabindex'); }"
              + "  });"
              + "});")
  private static native JSObject newWatcher();

  /** The box may become narrower, and what is in it wider. */
  @JSBody(
      params = {"watcher", "box"},
      script =
          "watcher.observe(box);"
              + "if (box.firstElementChild) { watcher.observe(box.firstElementChild); }")
  private static native void watch(JSObject watcher, JSObject box);
}
