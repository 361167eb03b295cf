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
 * The frame in which one diagram is drawn, anew when the page becomes dark or light. It is
 * sandboxed: it has no origin, so nothing of the page can be reached from it, and the content
 * policy of its document lets it ask nobody for anything. All that comes out of it is its height,
 * or why there is no diagram.
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
    limit =
        Timers.after(
            LIMIT_MILLIS, () -> failed(noDiagram(messages.get(Text.DIAGRAM_TOOK_TOO_LONG))));
  }

  /** Shows the frame below the code. */
  void open() {
    box.appendChild(frame);
    figure.appendChild(box);
    String text = figure.querySelector("pre").getTextContent();
    open(frame, text, messages.language().tag(), this::drawn, this::tooLong, this::wrong);
  }

  private void drawn(double height) {
    limit.cancel();
    if (isOpen()) {
      figure.setAttribute("data-diagram", "yes");
      Browser.style(frame, "height", Math.min(MAX_HEIGHT, Math.max(1, Math.ceil(height))) + "px");
    }
  }

  private void tooLong(double mostCharacters) {
    failed(noDiagram(messages.count(Text.DIAGRAM_TOO_LONG, (long) mostCharacters)));
  }

  /** The library says in its own language where it cannot read a text. */
  private void wrong(String words) {
    failed(
        El.of("p")
            .text(messages.get(Text.DIAGRAM_WRONG))
            .add(El.of("span", "diagram-reason").attr("lang", "en").text(words)));
  }

  private El noDiagram(String reason) {
    return El.of("p").text(messages.get(Text.DIAGRAM_FAILED, reason));
  }

  private void failed(El sentence) {
    limit.cancel();
    if (isOpen() && !"yes".equals(figure.getAttribute("data-diagram"))) {
      Browser.remove(frame);
      figure.setAttribute("data-diagram", "failed");
      box.appendChild(sentence.cls("diagram-error").attr("role", "alert").element());
    }
  }

  /** Whether the reader has not gone back to the code. */
  private boolean isOpen() {
    return box.getParentNode() != null;
  }

  @JSFunctor
  private interface Measured extends JSObject {
    void measured(double number);
  }

  @JSFunctor
  private interface Wrong extends JSObject {
    void wrong(String words);
  }

  /**
   * Listens to this frame alone, to what has the shape that is asked for, and while it is there.
   */
  @JSBody(
      params = {"frame", "text", "language", "drawn", "tooLong", "wrong"},
      script =
          "var root = document.documentElement;"
              + "var system = matchMedia('(prefers-color-scheme: dark)');"
              + "var isDark = function() {"
              + "  var theme = root.dataset.theme;"
              + "  return theme === 'dark' || theme !== 'light' && system.matches;"
              + "};"
              + "var sent = null;"
              + "var send = function() {"
              + "  sent = isDark();"
              + "  frame.contentWindow.postMessage("
              + "    {text: text, dark: sent, language: language}, '*');"
              + "};"
              + "var themed = function() {"
              + "  if (!frame.isConnected) { end(); }"
              + "  else if (sent !== null && sent !== isDark()) { send(); }"
              + "};"
              + "var watch = new MutationObserver(themed);"
              + "var heard = function(event) {"
              + "  if (!frame.isConnected) { end(); return; }"
              + "  var told = event.data;"
              + "  if (event.source !== frame.contentWindow || event.origin !== 'null' || !told) {"
              + "    return;"
              + "  }"
              + "  if (told.ready === true) {"
              + "    send();"
              + "  } else if (Number.isFinite(told.height)) {"
              + "    drawn(told.height);"
              + "  } else if (Number.isFinite(told.tooLong)) {"
              + "    tooLong(told.tooLong);"
              + "  } else if (typeof told.error === 'string') {"
              + "    wrong(told.error.slice(0, 500));"
              + "  }"
              + "};"
              + "var end = function() {"
              + "  removeEventListener('message', heard);"
              + "  system.removeEventListener('change', themed);"
              + "  watch.disconnect();"
              + "};"
              + "addEventListener('message', heard);"
              + "system.addEventListener('change', themed);"
              + "watch.observe(root, {attributes: true, attributeFilter: ['data-theme']});"
              + "frame.src = '/assets/diagram.html';")
  private static native void open(
      HTMLElement frame,
      String text,
      String language,
      Measured drawn,
      Measured tooLong,
      Wrong wrong);
}
