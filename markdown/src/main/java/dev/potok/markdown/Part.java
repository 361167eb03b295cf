package dev.potok.markdown;

import java.util.List;

/**
 * A piece of rendered Markdown: something that shows as one, or an element around others. Strung
 * together by {@link #html} they are the whole document. Immutable.
 */
public sealed interface Part {

  /**
   * What changes as a whole, such as a paragraph, a heading or the row of a table.
   *
   * @param html the HTML; safe to put into a page
   * @param inline whether it stands in the line that is being written, without one of its own: the
   *     text of a tight list's item
   */
  record Leaf(String html, boolean inline) implements Part {}

  /**
   * An element with others in it, such as a list, its item, a block quote or a table.
   *
   * @param start the HTML before the children; it may close elements again, as a table's head does
   * @param children what stands in the innermost element that {@code start} leaves open
   * @param end the HTML after the children
   */
  record Branch(String start, List<Part> children, String end) implements Part {

    public Branch {
      children = List.copyOf(children);
    }
  }

  /** Parts as HTML. */
  static String html(List<Part> parts) {
    StringBuilder html = new StringBuilder();
    for (Part part : parts) {
      append(part, html);
    }
    return html.toString();
  }

  private static void append(Part part, StringBuilder html) {
    switch (part) {
      case Leaf leaf -> {
        if (!leaf.inline()) {
          endLine(html);
        }
        html.append(leaf.html());
      }
      case Branch branch -> {
        endLine(html);
        html.append(branch.start());
        for (Part child : branch.children()) {
          append(child, html);
        }
        html.append(branch.end());
      }
    }
  }

  private static void endLine(StringBuilder html) {
    if (!html.isEmpty() && html.charAt(html.length() - 1) != '\n') {
      html.append('\n');
    }
  }
}
