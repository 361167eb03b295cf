package dev.potok.web.rich;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The frame in which one diagram is drawn. It is sandboxed: it has no origin, so nothing of the
 * page can be reached from it, and the content policy of its document lets it ask nobody for
 * anything. All that comes out of it is its height, or why there is no diagram.
 */
final class DiagramFrame {

  /** How long a diagram may take, in milliseconds; its library is large. */
  private static final int LIMIT_MILLIS = 20_000;

  /** The highest that a diagram may be, in CSS pixels; what is higher scrolls. */
  private static final int MAX_HEIGHT = 3000;

  private final Messages messages;
  private final HTMLElement figure;
  private final HTMLElement box = El.of("div", "diagram").element();
  private final HTMLElement frame;
  private final Timers.Cancel limit;

  DiagramFrame(Messages messages, HTMLElement figure) {
    this.messages = messages;
    this.figure = figure;
    frame =
        El.of("iframe")
            .attr("sandbox", "allow-scripts")
            .attr("title", messages.get(Text.DIAGRAM))
            .element();
    limit = Timers.after(LIMIT_MILLIS, () -> failed(messages.get(Text.DIAGRAM_TOOK_TOO_LONG)));
  }

  /** Shows the frame below the code. */
  void open() {
    box.appendChild(frame);
    figure.appendChild(box);
    String text = figure.querySelector("pre").getTextContent();
    open(frame, text, isDark(), this::drawn, this::failed);
  }

  private void drawn(double height) {
    limit.cancel();
    if (isOpen()) {
      figure.setAttribute("data-diagram", "yes");
      Browser.style(frame, "height", Math.min(MAX_HEIGHT, Math.max(1, Math.ceil(height))) + "px");
    }
  }

  private void failed(String reason) {
    limit.cancel();
    if (isOpen() && !"yes".equals(figure.getAttribute("data-diagram"))) {
      Browser.remove(frame);
      figure.setAttribute("data-diagram", "failed");
      box.appendChild(
          El.of("p", "diagram-error")
              .attr("role", "alert")
              .text(messages.get(Text.DIAGRAM_FAILED, reason))
              .element());
    }
  }

  /** Whether the reader has not gone back to the code. */
  private boolean isOpen() {
    return box.getParentNode() != null;
  }

  @JSBody(
      script =
          "var theme = document.documentElement.dataset.theme;"
              + "return theme === 'dark'"
              + " || theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches;")
  private static native boolean isDark();

  @JSFunctor
  private interface Drawn extends JSObject {
    void drawn(double height);
  }

  @JSFunctor
  private interface Failed extends JSObject {
    void failed(String reason);
  }

  /**
   * Listens to this frame alone, to what has the shape that is asked for, and while it is there.
   */
  @JSBody(
      params = {"frame", "text", "dark", "drawn", "failed"},
      script =
          "addEventListener('message', function heard(event) {"
              + "  if (!frame.isConnected) { removeEventListener('message', heard); return; }"
              + "  var told = event.data;"
              + "  if (event.source !== frame.contentWindow || event.origin !== 'null' || !told) {"
              + "    return;"
              + "  }"
              + "  if (told.ready === true) {"
              + "    frame.contentWindow.postMessage({text: text, dark: dark}, '*');"
              + "  } else if (Number.isFinite(told.height)) {"
              + "    drawn(told.height);"
              + "  } else if (typeof told.error === 'string') {"
              + "    failed(told.error.slice(0, 500));"
              + "  }"
              + "});"
              + "frame.src = '/assets/diagram.html';")
  private static native void open(
      HTMLElement frame, String text, boolean dark, Drawn drawn, Failed failed);
}
