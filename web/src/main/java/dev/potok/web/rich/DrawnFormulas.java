package dev.potok.web.rich;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The formulas that were drawn last, by their source: a block that is built anew for what has come
 * behind them has them at once, and does not show their source again.
 */
final class DrawnFormulas {

  /** How many are kept. */
  private static final int MAX_KEPT = 500;

  private final JSObject bySource = newMap();

  /** Keeps what was drawn of a formula for the next one with its source. */
  void keep(HTMLElement formula, String source) {
    keep(bySource, formula, source, MAX_KEPT);
  }

  /** Draws those formulas of a fragment that were drawn before. */
  void fill(HTMLElement fragment) {
    fill(bySource, fragment);
  }

  @JSBody(script = "return new Map();")
  private static native JSObject newMap();

  @JSBody(
      params = {"map", "formula", "source", "most"},
      script =
          "if (map.size >= most) { map.delete(map.keys().next().value); }"
              + "map.set(formula.className + source, formula.firstChild.cloneNode(true));")
  private static native void keep(JSObject map, HTMLElement formula, String source, int most);

  @JSBody(
      params = {"map", "fragment"},
      script =
          "fragment.querySelectorAll('.math:not([data-drawn])').forEach(function(formula) {"
              + "  var drawn = map.get(formula.className + formula.textContent);"
              + "  if (drawn) {"
              + "    formula.replaceChildren(drawn.cloneNode(true));"
              + "    formula.setAttribute('data-drawn', 'yes');"
              + "  }"
              + "});")
  private static native void fill(JSObject map, HTMLElement fragment);
}
