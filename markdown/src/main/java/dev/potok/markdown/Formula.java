package dev.potok.markdown;

import org.commonmark.node.CustomNode;

/** A formula in a line of text, in TeX. */
final class Formula extends CustomNode {
  private final String tex;
  private final boolean displayed;

  /**
   * A formula.
   *
   * @param displayed whether it shall stand in a line of its own
   */
  Formula(String tex, boolean displayed) {
    this.tex = tex;
    this.displayed = displayed;
  }

  String tex() {
    return tex;
  }

  boolean isDisplayed() {
    return displayed;
  }
}
