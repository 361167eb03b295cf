package dev.potok.markdown;

import java.util.Map;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Writes formulas as they are written, their marks included, where no script draws them. */
final class WrittenFormulas extends SafeNodeRenderer {
  WrittenFormulas(HtmlNodeRendererContext context) {
    super(context);
  }

  @Override
  void formula(Formula formula) {
    formula("span", formula.mark(), formula.tex() + formula.mark().end());
  }

  @Override
  void formula(FormulaBlock block) {
    html.line();
    formula("div", block.mark(), block.tex() + (block.isClosed() ? block.mark().end() : ""));
    html.line();
  }

  private void formula(String tag, FormulaMark mark, String rest) {
    html.tag(tag, Map.of("class", "math"));
    html.text(mark.start() + rest);
    html.tag("/" + tag);
  }
}
