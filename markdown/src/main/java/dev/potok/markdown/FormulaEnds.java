package dev.potok.markdown;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds where the formulas of one text end. It is asked for beginnings in the order of the text and
 * remembers where no end stands, so each mark is looked for only once in any stretch: all questions
 * together cost no more than a few times the text's length. One thread.
 */
final class FormulaEnds {
  private final CharSequence text;

  private final Map<FormulaMark, Search> searches = new HashMap<>();

  private long steps;

  FormulaEnds(CharSequence text) {
    this.text = text;
  }

  /** How many characters were looked at: the measure of the work done. */
  long steps() {
    return steps;
  }

  /**
   * Where behind an index the formula that begins there ends; -1 if it does not, or is none: a
   * dollar of money is followed or preceded by space, or its second one by a digit.
   *
   * @param from behind the first mark; not before that of an earlier question
   */
  int endOf(FormulaMark mark, int from) {
    boolean isMoney = mark == FormulaMark.DOLLAR;
    Search search = searches.computeIfAbsent(mark, _ -> new Search());
    if (from < search.noneBefore
        || (isMoney && (from >= text.length() || isSpace(text.charAt(from))))) {
      return -1;
    }
    int limit = Math.min(text.length(), from + FormulaMark.MAX_LENGTH);
    int i = Math.max(from, search.searchedTo);
    while (i < limit) {
      steps++;
      char c = text.charAt(i);
      if (c == '`') {
        // Code is code, wherever it begins.
        search.noneBefore = i + 1;
        return -1;
      }
      if (i > from
          && FormulaMark.startsWith(text, i, mark.end())
          && !(isMoney && isNoEnd(text, i))) {
        if (mark != FormulaMark.BRACKET || !isLabel(text, i + mark.end().length())) {
          return i;
        }
        search.noneBefore = i;
        return -1;
      }
      boolean isPair =
          c == '\\' || (isMoney && FormulaMark.startsWith(text, i, FormulaMark.DOLLARS.end()));
      i += isPair ? 2 : 1;
    }
    search.searchedTo = i;
    if (limit == text.length()) {
      search.noneBefore = limit + 1;
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

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** What is known of the ends of one kind of formula. */
  private static final class Search {

    /** Up to here an end was looked for and not found. */
    private int searchedTo;

    /** No formula that begins before here has an end. */
    private int noneBefore;
  }
}
