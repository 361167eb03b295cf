package dev.potok.markdown;

import org.commonmark.node.CustomNode;

/** A formula in a line of text, in TeX. */
final class Formula extends CustomNode {
  private final FormulaMark mark;
  private final String tex;

  Formula(FormulaMark mark, String tex) {
    this.mark = mark;
    this.tex = tex;
  }

  /** The marks around it. */
  FormulaMark mark() {
    return mark;
  }

  String tex() {
    return tex;
  }
}
