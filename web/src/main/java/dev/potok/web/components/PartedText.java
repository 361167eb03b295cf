package dev.potok.web.components;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * A plain text that grows at its end, such as a listing, so that it is not built anew for every
 * line, and what the reader has selected or scrolled in it stays.
 *
 * <p>It stands in parts of about {@value #PART} characters, each a block of its own: what comes is
 * laid out in the last one, however long the text is.
 */
final class PartedText {

  /** How many characters a part has, at least, before the next begins. */
  private static final int PART = 2000;

  private PartedText() {}

  /** Adds text at the end of an element that holds text alone; there may be a cursor in it. */
  static void append(HTMLElement holder, String text) {
    append(holder, text, PART);
  }

  @JSBody(
      params = {"holder", "text", "length"},
      script =
          "var cursor = holder.querySelector('.streaming-cursor'), cut;"
              + "if (cursor) { cursor.remove(); }"
              + "var part = holder.lastElementChild;"
              + "if (!part) {"
              + "  part = document.createElement('span');"
              + "  part.className = 'part';"
              + "  part.textContent = holder.textContent;"
              + "  holder.replaceChildren(part);"
              + "}"
              + "part.normalize();"
              + "if (!part.firstChild) { part.append(''); }"
              + "part.firstChild.appendData(text);"
              + "while (part.firstChild.length > length"
              + "    && (cut = part.firstChild.data.indexOf('\\n', length) + 1) > 0"
              + "    && cut < part.firstChild.length) {"
              + "  var next = part.cloneNode(false);"
              + "  next.append(part.firstChild.splitText(cut));"
              + "  part.after(next);"
              + "  part = next;"
              + "}")
  private static native void append(HTMLElement holder, String text, int length);
}
