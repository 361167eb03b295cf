package dev.potok.markdown;

import org.jspecify.annotations.Nullable;

/** The marks before and behind a formula, by which models write TeX in Markdown. */
enum FormulaMark {
  DOLLAR("$", "$", false),
  DOLLARS("$$", "$$", true),
  PARENTHESIS("\\(", "\\)", false),
  BRACKET("\\[", "\\]", true);

  /**
   * The longest formula in a line of text, in UTF-16 units: so far its end is looked for, once for
   * each beginning.
   */
  static final int MAX_LENGTH = 2000;

  private final String start;
  private final String end;
  private final boolean displayed;

  FormulaMark(String start, String end, boolean displayed) {
    this.start = start;
    this.end = end;
    this.displayed = displayed;
  }

  String start() {
    return start;
  }

  String end() {
    return end;
  }

  /** Whether such a formula stands in a line of its own. */
  boolean isDisplayed() {
    return displayed;
  }

  /**
   * Where behind an index the formula that begins there ends; -1 if it does not, or is none: a
   * dollar of money is followed or preceded by space, or its second one by a digit.
   *
   * @param from behind the first mark
   */
  int endIn(CharSequence text, int from) {
    boolean isMoney = this == DOLLAR;
    if (isMoney && (from >= text.length() || isSpace(text.charAt(from)))) {
      return -1;
    }
    int limit = Math.min(text.length(), from + MAX_LENGTH);
    for (int i = from; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '`') {
        // Code is code, wherever it begins.
        return -1;
      }
      if (i > from && startsWith(text, i, end) && !(isMoney && isNoEnd(text, i))) {
        return this == BRACKET && isLabel(text, i + end.length()) ? -1 : i;
      }
      if (c == '\\' || (isMoney && startsWith(text, i, DOLLARS.end))) {
        i++;
      }
    }
    return -1;
  }

  private static boolean isNoEnd(CharSequence text, int dollar) {
    char next = dollar + 1 < text.length() ? text.charAt(dollar + 1) : ' ';
    return isSpace(text.charAt(dollar - 1)) || next == '$' || Character.isDigit(next);
  }

  /** Whether the brackets before are those of a link whose Markdown is shown, not followed. */
  private static boolean isLabel(CharSequence text, int next) {
    return next < text.length() && "(:[".indexOf(text.charAt(next)) >= 0;
  }

  /** The marks by which a formula may begin at an index; null if none can. */
  static @Nullable FormulaMark at(CharSequence text, int index) {
    if (text.charAt(index) == '\\') {
      boolean isParenthesis = startsWith(text, index, PARENTHESIS.start);
      return isParenthesis ? PARENTHESIS : startsWith(text, index, BRACKET.start) ? BRACKET : null;
    }
    char before = index == 0 ? ' ' : text.charAt(index - 1);
    if (text.charAt(index) != '$' || before == '$' || Character.isLetterOrDigit(before)) {
      return null;
    }
    if (!startsWith(text, index, DOLLARS.start)) {
      return DOLLAR;
    }
    return startsWith(text, index, "$$$") ? null : DOLLARS;
  }

  static boolean startsWith(CharSequence text, int index, String what) {
    if (text.length() - index < what.length()) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      if (text.charAt(index + i) != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
