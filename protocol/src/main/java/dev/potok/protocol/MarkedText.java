package dev.potok.protocol;

import java.util.List;

/**
 * A text with what was looked for in it.
 *
 * @param text the text, not Markdown
 * @param marks where what was looked for begins and ends, in characters of UTF-16: a beginning, its
 *     end, the next beginning, and so on, in ascending order
 */
public record MarkedText(String text, List<Integer> marks) {

  /** Copies the list. */
  public MarkedText {
    marks = List.copyOf(marks);
  }
}
