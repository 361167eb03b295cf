package dev.potok.web.components;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The blocks of a message, by their number. A place in a long one is told by its block: how high is
 * what stands above is not known as long as it was never on the screen.
 */
final class Blocks {

  private Blocks() {}

  /** The number of the block in a message that reaches below a window's upper edge; -1 if none. */
  @JSBody(
      params = {"message", "window"},
      script =
          "var edge = window.getBoundingClientRect().top;"
              + "var blocks = message.querySelectorAll('.blocks > .block');"
              + "var low = 0, high = blocks.length - 1;"
              + "while (low < high) {"
              + "  var middle = low + high >> 1;"
              + "  if (blocks[middle].getBoundingClientRect().bottom > edge) { high = middle; }"
              + "  else { low = middle + 1; }"
              + "}"
              + "return high < 0 ? -1 : low;")
  static native int firstInView(HTMLElement message, HTMLElement window);

  /** A block of a message; the message itself if it has none of that number. */
  @JSBody(
      params = {"message", "number"},
      script = "return message.querySelectorAll('.blocks > .block')[number] || message;")
  static native HTMLElement get(HTMLElement message, int number);
}
