package dev.potok.markdown;

import org.commonmark.node.CustomBlock;

/** A formula that is a block of its own, in TeX. */
final class FormulaBlock extends CustomBlock {
  private final FormulaMark mark;
  private String tex = "";
  private boolean closed;

  FormulaBlock(FormulaMark mark) {
    this.mark = mark;
  }

  /** The marks around it. */
  FormulaMark mark() {
    return mark;
  }

  String tex() {
    return tex;
  }

  /** Whether its second mark is there; what has none is no formula. */
  boolean isClosed() {
    return closed;
  }

  void end(String allTex, boolean isClosed) {
    tex = allTex;
    closed = isClosed;
  }
}
