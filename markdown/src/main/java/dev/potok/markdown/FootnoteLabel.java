package dev.potok.markdown;

/**
 * The label of a footnote: {@code ^} and a word of letters, digits, and {@code -} and {@code _}
 * between them. A narrow choice: whatever else a text means by {@code [^…]}, such as a regular
 * expression, stays as it is.
 */
final class FootnoteLabel {

  /** A longer one is none, in characters with its mark. */
  private static final int MAX_CHARACTERS = 100;

  private FootnoteLabel() {}

  /** Whether the text between two brackets is a label. */
  static boolean is(CharSequence text) {
    return text.length() > 1 && mayBegin(text) && isLetter(text.charAt(text.length() - 1));
  }

  /** Whether a text is a label or may become one when it goes on. */
  static boolean mayBegin(CharSequence text) {
    if (text.isEmpty() || text.charAt(0) != '^' || text.length() > MAX_CHARACTERS) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && (i == 1 || (c != '-' && c != '_'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return Character.isLetterOrDigit(c);
  }
}
