package dev.potok.markdown;

import org.jspecify.annotations.Nullable;

/** The marks before and behind a formula, by which models write TeX in Markdown. */
enum FormulaMark {
  DOLLAR("$", "$", false),
  DOLLARS("$$", "$$", true),
  PARENTHESIS("\\(", "\\)", false),
  BRACKET("\\[", "\\]", true);

  /** The longest formula in a line of text, in UTF-16 units: so far its end is looked for. */
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
}
