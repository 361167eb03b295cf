package dev.potok.web.components;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The text of a listing that grows at its end, so that it is not built anew for every line, and
 * what the reader has selected or scrolled in it stays.
 *
 * <p>It stands in parts of about {@value #PART} characters, each a block of its own: what comes is
 * laid out in the last one, however long the listing is.
 */
final class CodeText {

  /** How many characters a part has, at least, before the next begins. */
  private static final int PART = 2000;

  private CodeText() {}

  /** Adds plain text at the end of the code in a block; there may be a cursor in it. */
  static void append(HTMLElement block, String text) {
    append(block, text, PART);
  }

  @JSBody(
      params = {"block", "text", "length"},
      script =
          "var code = block.querySelector('code'), cut;"
              + "var cursor = code.querySelector('.streaming-cursor');"
              + "if (cursor) { cursor.remove(); }"
              + "var part = code.lastElementChild;"
              + "if (!part) {"
              + "  part = document.createElement('span');"
              + "  part.className = 'part';"
              + "  part.textContent = code.textContent;"
              + "  code.replaceChildren(part);"
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
  private static native void append(HTMLElement block, String text, int length);
}
