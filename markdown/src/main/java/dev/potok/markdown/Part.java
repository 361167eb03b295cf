package dev.potok.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of rendered Markdown: something that shows as one, or an element around others. Strung
 * together by {@link #html} they are the whole document. Footnotes have their places where the text
 * defines them, and are shown together behind everything else. Immutable.
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
   * @param isNote whether it is a footnote: an item of the list behind all other parts. Only parts
   *     at the top level are
   */
  record Branch(String start, List<Part> children, String end, boolean isNote) implements Part {

    public Branch {
      children = List.copyOf(children);
    }

    /** A branch that is no footnote. */
    public Branch(String start, List<Part> children, String end) {
      this(start, children, end, false);
    }

    /** The same with other children. */
    Branch around(List<Part> others) {
      return new Branch(start, others, end, isNote);
    }
  }

  /** Whether a part is shown among the footnotes. */
  static boolean isNote(Part part) {
    return part instanceof Branch branch && branch.isNote();
  }

  /** What stands around the footnotes of a text, with a {@code ol} around their items. */
  static Branch notes(FootnoteStyle style, List<Part> notes) {
    return new Branch(
        "<section class=\"footnotes\" role=\"doc-endnotes\">\n<h2 class=\"visually-hidden\">"
            + FootnoteStyle.escaped(style.heading())
            + "</h2>\n<ol>\n",
        notes,
        "</ol>\n</section>\n");
  }

  /** All parts of a document as HTML. */
  static String html(List<Part> parts) {
    StringBuilder html = new StringBuilder();
    List<Part> notes = new ArrayList<>();
    for (Part part : parts) {
      if (isNote(part)) {
        notes.add(part);
      } else {
        append(part, html);
      }
    }
    if (!notes.isEmpty()) {
      append(notes(FootnoteStyle.PLAIN, notes), html);
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
