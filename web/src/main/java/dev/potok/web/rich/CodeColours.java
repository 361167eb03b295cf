package dev.potok.web.rich;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** Colours the words of code by its language, once its block is closed. */
final class CodeColours implements Finish {

  /**
   * The longest code that is coloured, in UTF-16 units; it is coloured as a whole, and a frame must
   * not wait for it.
   */
  private static final int MAX_LENGTH = 8_000;

  private static final String WAITING =
      ".code[data-language]:not([data-language=mermaid]):not([data-coloured])";

  private final Library highlighter;

  CodeColours(Runnable loaded) {
    highlighter = new Library("highlight.js", loaded);
  }

  @Override
  public Left step() {
    Left left = Left.NOTHING;
    var figures = HTMLDocument.current().querySelectorAll(WAITING);
    for (int i = 0; i < figures.getLength(); i++) {
      HTMLElement figure = figures.get(i);
      HTMLElement code = figure.querySelector("code");
      if (figure.querySelector(".streaming-cursor") != null || isSelected(code)) {
        left = Left.LATER;
      } else if (code.getTextContent().length() > MAX_LENGTH) {
        figure.setAttribute("data-coloured", "no");
      } else if (!highlighter.isReady()) {
        return Left.NOTHING;
      } else {
        boolean done = colour(code, figure.getAttribute("data-language"));
        figure.setAttribute("data-coloured", done ? "yes" : "no");
        return Left.MORE;
      }
    }
    return left;
  }

  /** Whether the reader has selected some of it, which would be lost. */
  @JSBody(
      params = "code",
      script =
          "var selection = getSelection();"
              + "return !selection.isCollapsed && selection.containsNode(code, true);")
  private static native boolean isSelected(HTMLElement code);

  /** Colours code if its language is known. The library escapes the code and adds spans alone. */
  @JSBody(
      params = {"code", "language"},
      script =
          "if (!hljs.getLanguage(language)) { return false; }"
              + "code.innerHTML = hljs.highlight(code.textContent,"
              + " {language: language, ignoreIllegals: true}).value;"
              + "return true;")
  private static native boolean colour(HTMLElement code, String language);
}
