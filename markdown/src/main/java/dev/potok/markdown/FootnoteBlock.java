package dev.potok.markdown;

import org.commonmark.node.CustomBlock;

/** A footnote where it is defined. */
final class FootnoteBlock extends CustomBlock {
  private final String label;
  private int number;

  /**
   * A footnote.
   *
   * @param label the label with its mark, such as {@code ^1}
   */
  FootnoteBlock(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Which one in the text it is, from 1. */
  int number() {
    return number;
  }

  void setNumber(int number) {
    this.number = number;
  }
}
