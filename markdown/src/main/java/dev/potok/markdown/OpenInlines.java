package dev.potok.markdown;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends what a line of text has begun and not ended yet, so that it looks at once as it will: {@code
 * **bold} is bold, {@code `code} is code, {@code [text](/addr} is its text. Marks at the very end,
 * of which nothing can be said, are left out until more comes.
 *
 * <p>This is for show only, and a guess: when the text is closed, CommonMark's rules decide.
 */
final class OpenInlines {

  /** What has been open for longer than this many characters is believed to be plain text. */
  private static final int MAX_OPEN = LongText.LONG;

  /** What tells a formula from money and from the names of variables. */
  private static final String FORMULA_CHARACTERS = "\\^_{=+<>";

  /** A run of marks that is not closed. */
  private record Opener(char mark, int count, int start) {}

  private final StringBuilder text;
  private final int from;
  private final Deque<Opener> open = new ArrayDeque<>();

  /** How many of them there are of each mark, all of which are ASCII. */
  private final int[] openMarks = new int[128];

  private final FormulaEnds ends;

  /** The beginning of the first construct that is left out or ended by {@link #closing}. */
  private int begun = Integer.MAX_VALUE;

  /** The mark of code that was found last, so that it is not looked for again. */
  private int nextCode = -1;

  /** What comes behind the text to end what is open in it. */
  private String closing = "";

  private OpenInlines(String text, int from) {
    this.text = new StringBuilder(text);
    this.from = from;
    ends = new FormulaEnds(this.text);
  }

  /** A text in which all is ended that has begun from an index on. */
  static String end(String text, int from) {
    OpenInlines inlines = new OpenInlines(text, Math.max(from, text.length() - MAX_OPEN));
    inlines.read();
    inlines.finish();
    return inlines.text.toString();
  }

  /** Where the first thing begins that a text leaves open; its length if there is none. */
  static int firstOpen(String text) {
    OpenInlines inlines = new OpenInlines(text, 0);
    inlines.read();
    int first = Math.min(text.length(), inlines.begun);
    for (Opener opener : inlines.open) {
      first = Math.min(first, opener.start());
    }
    return first;
  }

  /** Something that begins here is open at the end of the text. */
  private void isOpenFrom(int start) {
    begun = Math.min(begun, start);
  }

  private void read() {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      at =
          switch (c) {
            case '\\', '$' -> formula(at);
            case '`' -> code(at);
            case '*', '_', '~' -> marks(at);
            case '[' -> bracket(at);
            case ']' -> endOfBracket(at);
            default -> at + 1;
          };
    }
  }

  /** A formula that is not closed looks like code, as soon as it looks like a formula at all. */
  private int formula(int start) {
    int next = text.charAt(start) == '$' ? start + 1 : start + 2;
    FormulaMark mark = FormulaMark.at(text, start);
    if (mark == null) {
      return next;
    }
    int from = start + mark.start().length();
    int end = ends.endOf(mark, from);
    if (end >= 0) {
      return end + mark.end().length();
    }
    if (from >= text.length()) {
      isOpenFrom(start);
      text.setLength(start);
      return start;
    }
    if (!looksLikeFormula(mark, from)) {
      return mark == FormulaMark.DOLLAR ? next : from;
    }
    if (mark != FormulaMark.DOLLAR && text.charAt(text.length() - 1) == mark.end().charAt(0)) {
      text.setLength(text.length() - 1);
    }
    isOpenFrom(start);
    text.replace(start, from, "`");
    closing = "`";
    return text.length();
  }

  private boolean looksLikeFormula(FormulaMark mark, int from) {
    char first = text.charAt(from);
    if (mark == FormulaMark.DOLLAR && (Character.isWhitespace(first) || first == '$')) {
      return false;
    }
    if (mark != FormulaMark.DOLLAR) {
      return codeFrom(from) == text.length();
    }
    boolean has = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '`' || c == '$') {
        return false;
      }
      has |= FORMULA_CHARACTERS.indexOf(c) >= 0;
    }
    return has;
  }

  /** Where code may begin from an index on; the length of the text if nowhere. */
  private int codeFrom(int from) {
    if (nextCode < from) {
      int next = text.indexOf("`", from);
      nextCode = next < 0 ? text.length() : next;
    }
    return nextCode;
  }

  private int endOfRun(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) == text.charAt(start)) {
      end++;
    }
    return end;
  }

  private int code(int start) {
    int end = endOfRun(start);
    int at = end;
    while (at < text.length()) {
      int next = endOfRun(at);
      if (text.charAt(at) == '`') {
        if (next - at == end - start) {
          return next;
        }
        if (next == text.length() && next - at < end - start) {
          isOpenFrom(start);
          closing = "`".repeat(end - start - (next - at));
          return next;
        }
      }
      at = next;
    }
    isOpenFrom(start);
    if (text.substring(end).strip().isEmpty()) {
      text.setLength(start);
    } else {
      closing = "`".repeat(end - start);
    }
    return text.length();
  }

  private int marks(int start) {
    int end = endOfRun(start);
    char mark = text.charAt(start);
    boolean afterSpace = start == 0 || Character.isWhitespace(text.charAt(start - 1));
    boolean beforeSpace = end == text.length() || Character.isWhitespace(text.charAt(end));
    boolean inWord =
        !afterSpace
            && !beforeSpace
            && Character.isLetterOrDigit(text.charAt(start - 1))
            && Character.isLetterOrDigit(text.charAt(end));
    int count = end - start;
    if (!afterSpace && !(inWord && mark == '_')) {
      count = close(mark, count);
    }
    if (count > 0 && end == text.length()) {
      isOpenFrom(start);
      text.setLength(start);
    } else if (count > 0 && !beforeSpace && !inWord) {
      begin(mark, count, start);
    }
    return end;
  }

  private void begin(char mark, int count, int start) {
    open.push(new Opener(mark, count, start));
    openMarks[mark]++;
  }

  private Opener popOpen() {
    Opener opener = open.pop();
    openMarks[opener.mark()]--;
    return opener;
  }

  private boolean isOpen(char mark) {
    return openMarks[mark] > 0;
  }

  /** Closes what these marks can; gives how many are left. */
  private int close(char mark, int count) {
    int left = count;
    while (left > 0 && isOpen(mark)) {
      Opener opener = popOpen();
      if (opener.mark() == mark) {
        int closed = Math.min(left, opener.count());
        left -= closed;
        if (closed < opener.count()) {
          begin(mark, opener.count() - closed, opener.start());
          return left;
        }
      }
    }
    return left;
  }

  private int bracket(int start) {
    begin('[', 1, start);
    return start + 1;
  }

  private int endOfBracket(int at) {
    if (!isOpen('[')) {
      return at + 1;
    }
    while (open.element().mark() != '[') {
      popOpen();
    }
    int start = popOpen().start();
    int next = at + 1;
    if (next == text.length()) {
      isOpenFrom(start);
      boolean isNothing = at - start <= 2 || FootnoteLabel.is(text.substring(start + 1, at));
      text.setLength(isNothing ? start : at);
      if (text.length() == at) {
        dropBracket(start);
      }
      return text.length();
    }
    if (next < text.length() && text.charAt(next) == '(') {
      int end = text.indexOf(")", next);
      if (end < 0) {
        isOpenFrom(start);
        text.setLength(at);
        dropBracket(start);
        return text.length();
      }
      return end + 1;
    }
    return next;
  }

  private void dropBracket(int start) {
    boolean isImage = start > from && text.charAt(start - 1) == '!';
    text.delete(isImage ? start - 1 : start, start + 1);
  }

  /** Marks with nothing behind them are left out, the others get their ends. */
  private void finish() {
    StringBuilder ends = new StringBuilder(closing);
    while (!open.isEmpty()) {
      Opener opener = popOpen();
      if (opener.start() + opener.count() >= text.length()) {
        text.setLength(Math.min(text.length(), opener.start()));
      } else if (opener.mark() == '[') {
        // A single character may be the mark of a task, and the label of a footnote is not shown.
        if (text.length() - opener.start() <= 2
            || FootnoteLabel.mayBegin(text.substring(opener.start() + 1))) {
          text.setLength(opener.start());
        } else {
          dropBracket(opener.start());
        }
      } else {
        ends.append(String.valueOf(opener.mark()).repeat(opener.count()));
      }
    }
    int end = text.length();
    while (!ends.isEmpty() && end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    text.insert(end, ends);
  }
}
