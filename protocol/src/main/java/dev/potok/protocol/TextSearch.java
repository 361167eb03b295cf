package dev.potok.protocol;

/**
 * Finds a piece of a text. It stands alone because in the page it is the browser that does it:
 * TeaVM's way, character by character, is many times slower, and all of a stream is searched.
 */
final class TextSearch {

  private TextSearch() {}

  /** Where the piece is next, from the given index on; -1 if nowhere. */
  static int indexOf(String text, String what, int from) {
    return text.indexOf(what, from);
  }
}
