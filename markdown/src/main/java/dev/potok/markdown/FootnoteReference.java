package dev.potok.markdown;

import org.commonmark.node.CustomNode;

/** A place in a text that refers to a footnote. */
final class FootnoteReference extends CustomNode {
  private final String label;
  private int number;
  private String idPrefix = "";
  private boolean isFirst;

  /**
   * A reference.
   *
   * @param label the label with its mark, such as {@code ^1}
   */
  FootnoteReference(String label) {
    this.label = label;
  }

  /** What it is as text. */
  String text() {
    return "[" + label + "]";
  }

  String label() {
    return label;
  }

  /** The number of its footnote; 0 as long as there is none, when it is text. */
  int number() {
    return number;
  }

  String idPrefix() {
    return idPrefix;
  }

  /** Whether the way back from the footnote leads here. */
  boolean isFirst() {
    return isFirst;
  }

  void refersTo(int number) {
    this.number = number;
  }

  /** Sets what the ids begin with, and whether it has one itself. */
  void identify(String prefix, boolean isFirst) {
    idPrefix = prefix;
    this.isFirst = isFirst;
  }
}
