package dev.potok.markdown;

import java.util.Objects;

/**
 * How the footnotes of a text name themselves. Immutable.
 *
 * @param idPrefix what the ids of this text's notes begin with, so that those of several texts may
 *     stand in one page; empty for no ids, where a script leads from a reference to its note
 * @param heading the heading of all notes
 * @param back the name of the link that leads back from a note to the text
 */
public record FootnoteStyle(String idPrefix, String heading, String back) {

  /** In English and without ids. */
  public static final FootnoteStyle PLAIN = new FootnoteStyle("", "Footnotes", "Back to the text");

  public FootnoteStyle {
    Objects.requireNonNull(idPrefix);
    Objects.requireNonNull(heading);
    Objects.requireNonNull(back);
  }

  /** Plain text as HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
