package dev.potok.web.rich;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Draws formulas as MathML, which the browser lays out and a screen reader reads. What is no TeX
 * stays as its source.
 */
final class Formulas implements Finish {

  /** How long a formula may be, in UTF-16 units. */
  private static final int MAX_LENGTH = 5000;

  /** How often macros of one formula are expanded, at most. */
  private static final int MAX_EXPANSIONS = 500;

  /** How wide a rule or a space may be, in ems. */
  private static final int MAX_SIZE = 50;

  private static final String WAITING = ".math:not([data-drawn])";

  private final Library katex;
  private final DrawnFormulas known = new DrawnFormulas();

  Formulas(Runnable loaded) {
    katex = new Library("katex.js", loaded);
  }

  @Override
  public Left step() {
    HTMLElement formula = HTMLDocument.current().querySelector(WAITING);
    if (formula == null || !katex.isReady()) {
      return Left.NOTHING;
    }
    String source = formula.getTextContent();
    boolean drawn = source.length() <= MAX_LENGTH && draw(formula, MAX_EXPANSIONS, MAX_SIZE);
    if (drawn) {
      known.keep(formula, source);
    }
    formula.setAttribute("data-drawn", drawn ? "yes" : "no");
    return Left.MORE;
  }

  /** Draws the formulas of a fragment that are known. */
  void drawKnown(HTMLElement fragment) {
    known.fill(fragment);
  }

  /**
   * Puts MathML in the place of the source. The library makes no link and loads nothing, since it
   * is not told to trust anybody; but only elements of MathML and attributes that say how they look
   * are taken over, and no styles, which the content policy forbids.
   */
  @JSBody(
      params = {"formula", "maxExpand", "maxSize"},
      script =
          "try {"
              + "  var parsed = new DOMParser().parseFromString(katex.renderToString("
              + "    formula.textContent, {output: 'mathml', displayMode:"
              + "    formula.classList.contains('display'), trust: false, strict: 'ignore',"
              + "    maxExpand: maxExpand, maxSize: maxSize}), 'text/html');"
              + "  var math = parsed.querySelector('math');"
              + "  [math].concat(Array.from(math.querySelectorAll('*'))).forEach(function(element) {"
              + "    if (element.namespaceURI !== math.namespaceURI) { element.remove(); }"
              + "    Array.from(element.attributes).forEach(function(attribute) {"
              + "      if (/^(on.*|style|class|id|.*href|src|data-.*)$/i.test(attribute.name)) {"
              + "        element.removeAttribute(attribute.name);"
              + "      }"
              + "    });"
              + "  });"
              + "  formula.replaceChildren(math);"
              + "  return true;"
              + "} catch (noTex) {"
              + "  return false;"
              + "}")
  private static native boolean draw(HTMLElement formula, int maxExpand, int maxSize);
}
