package dev.potok.cli.terminal;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown that is shown on a terminal while it is written: headings, emphasis, code and lists in
 * colour, everything else as it stands.
 *
 * <p>A terminal cannot take back what it shows, so nothing is written before it is known what it
 * is: the first characters of a line are held back until they tell what the line is, and the marks
 * of emphasis until the character behind them has come. What is not closed ends with its block. A
 * line of a fence is held until it cannot be the fence's end any more.
 *
 * <p>The text may be cut anywhere, and is made safe by {@link SafeText}. One thread.
 */
public final class TerminalMarkdown {

  /** The most characters that are held back to find out what a line is. */
  private static final int MAX_HELD = 200;

  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})([^`]*)");
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6}) (?=\\S)");
  private static final Pattern BULLET = Pattern.compile("( *)([-*+]) (?=\\S)");
  private static final Pattern NUMBER = Pattern.compile("( *)(\\d{1,9}[.)]) (?=\\S)");
  private static final Pattern QUOTE = Pattern.compile(" {0,3}> ?");
  private static final Pattern RULE = Pattern.compile(" {0,3}([-*_])( *\\1){2,} *");

  /** What may still become the beginning of one of these. */
  private static final Pattern UNDECIDED =
      Pattern.compile(
          " *([-*+]? *|\\d{1,9}[.)]? ?|#{1,6} *|>? ?|[-_* ]*|`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*)");

  private enum Style {
    HEADING("1;36"),
    BOLD("1"),
    ITALIC("3"),
    CODE("33"),
    QUOTE("2");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  private final boolean inColour;
  private final StringBuilder out = new StringBuilder();

  /** The beginning of a line that is not understood yet. */
  private final StringBuilder head = new StringBuilder();

  private boolean atLineStart = true;

  /** The marks that opened the fence; empty outside of one. */
  private String fence = "";

  /** Marks of emphasis whose next character has not come; all the same character. */
  private final StringBuilder marks = new StringBuilder();

  private boolean escaped;
  private char last = '\n';
  private int codeMarks;
  private final Set<Style> styles = EnumSet.noneOf(Style.class);

  /** Shows text in colour, or as it stands. */
  public TerminalMarkdown(boolean inColour) {
    this.inColour = inColour;
  }

  /** What is to be written for the text's next characters. */
  public String append(String text) {
    String safe = SafeText.of(text);
    if (!inColour) {
      return safe;
    }
    for (int i = 0; i < safe.length(); i++) {
      accept(safe.charAt(i));
    }
    return taken();
  }

  /** What is to be written for what was held back; all colours end. The next text is a new one. */
  public String finish() {
    if (!inColour) {
      return "";
    }
    if (atLineStart) {
      decide(true);
    }
    flushMarks('\n');
    if (escaped) {
      put('\\');
      escaped = false;
    }
    endBlock();
    fence = "";
    atLineStart = true;
    last = '\n';
    return taken();
  }

  private String taken() {
    String text = out.toString();
    out.setLength(0);
    return text;
  }

  private void accept(char c) {
    if (c == '\n') {
      endLine();
    } else if (atLineStart) {
      head.append(c);
      decide(false);
    } else if (!fence.isEmpty()) {
      out.append(c);
    } else {
      inline(c);
    }
  }

  private void endLine() {
    boolean wasInFence = !fence.isEmpty();
    if (atLineStart) {
      boolean isBlank = head.toString().isBlank();
      decide(true);
      if (isBlank && fence.isEmpty()) {
        endBlock();
      }
    }
    flushMarks('\n');
    if (escaped) {
      put('\\');
      escaped = false;
    }
    set(Style.HEADING, false);
    set(Style.QUOTE, false);
    if (wasInFence && !fence.isEmpty()) {
      reset();
    }
    out.append('\n');
    last = '\n';
    atLineStart = true;
  }

  /** Finds out what the line is, as soon as that can be told, or at its end. */
  private void decide(boolean isWhole) {
    String line = head.toString();
    if (!fence.isEmpty()) {
      decideInFence(line, isWhole);
      return;
    }
    if (!isWhole && line.length() < MAX_HELD && UNDECIDED.matcher(line).matches()) {
      return;
    }
    head.setLength(0);
    atLineStart = false;
    Matcher opening = FENCE.matcher(line);
    if (isWhole && opening.matches()) {
      endBlock();
      fence = opening.group(1);
      paint("2");
      out.append(line);
      reset();
      return;
    }
    if (isWhole && RULE.matcher(line).matches()) {
      endBlock();
      paint("2");
      out.append("────────");
      reset();
      return;
    }
    text(line);
  }

  private void text(String line) {
    Matcher heading = HEADING.matcher(line);
    Matcher bullet = BULLET.matcher(line);
    Matcher number = NUMBER.matcher(line);
    Matcher quote = QUOTE.matcher(line);
    String rest = line;
    if (heading.lookingAt()) {
      endBlock();
      set(Style.HEADING, true);
      rest = line.substring(heading.end());
    } else if (bullet.lookingAt()) {
      endBlock();
      mark(bullet.group(1), "•");
      rest = line.substring(bullet.end());
    } else if (number.lookingAt()) {
      endBlock();
      mark(number.group(1), number.group(2));
      rest = line.substring(number.end());
    } else if (quote.lookingAt()) {
      set(Style.QUOTE, true);
      out.append("│ ");
      rest = line.substring(quote.end());
    }
    for (int i = 0; i < rest.length(); i++) {
      inline(rest.charAt(i));
    }
  }

  private void mark(String indent, String mark) {
    out.append(indent);
    paint("36");
    out.append(mark);
    reset();
    out.append(' ');
  }

  private void decideInFence(String line, boolean isWhole) {
    String marks = line.strip();
    boolean mayEnd = marks.chars().allMatch(c -> c == fence.charAt(0));
    if (!isWhole && mayEnd && line.length() < MAX_HELD) {
      return;
    }
    head.setLength(0);
    atLineStart = false;
    if (isWhole && mayEnd && marks.length() >= fence.length()) {
      fence = "";
      paint("2");
      out.append(line);
      reset();
    } else if (!line.isEmpty()) {
      paint("33");
      out.append(line);
    }
  }

  private void inline(char c) {
    if (escaped) {
      escaped = false;
      if (!isPunctuation(c)) {
        put('\\');
      }
      put(c);
      return;
    }
    if (!marks.isEmpty() && marks.charAt(0) != c) {
      flushMarks(c);
    }
    if (c == '`' || ((c == '*' || c == '_') && codeMarks == 0)) {
      marks.append(c);
    } else if (c == '\\' && codeMarks == 0) {
      escaped = true;
    } else {
      put(c);
    }
  }

  /** The marks are whole, since another character follows. */
  private void flushMarks(char next) {
    if (marks.isEmpty()) {
      return;
    }
    char mark = marks.charAt(0);
    int count = marks.length();
    marks.setLength(0);
    if (mark == '`') {
      code(count);
    } else {
      emphasis(mark, count, next);
    }
  }

  private void code(int count) {
    if (codeMarks == 0) {
      codeMarks = count;
      set(Style.CODE, true);
    } else if (codeMarks == count) {
      codeMarks = 0;
      set(Style.CODE, false);
    } else {
      putAll('`', count);
    }
  }

  /** As CommonMark's rules for delimiter runs, without those for runs of three between words. */
  private void emphasis(char mark, int count, char next) {
    boolean spaceBefore = Character.isWhitespace(last);
    boolean spaceBehind = Character.isWhitespace(next);
    boolean insideWord = Character.isLetterOrDigit(last) && Character.isLetterOrDigit(next);
    boolean mayOpen = !spaceBehind && !(mark == '_' && Character.isLetterOrDigit(last));
    boolean mayClose = !spaceBefore && !(mark == '_' && insideWord);
    int left = count;
    if (left >= 2 && turns(Style.BOLD, mayOpen, mayClose)) {
      left -= 2;
    }
    if (left == 1 && turns(Style.ITALIC, mayOpen, mayClose)) {
      left = 0;
    }
    putAll(mark, left);
  }

  private boolean turns(Style style, boolean mayOpen, boolean mayClose) {
    boolean isOpen = styles.contains(style);
    if (isOpen ? !mayClose : !mayOpen) {
      return false;
    }
    set(style, !isOpen);
    return true;
  }

  private void putAll(char c, int count) {
    for (int i = 0; i < count; i++) {
      put(c);
    }
  }

  private void put(char c) {
    out.append(c);
    last = c;
  }

  private void endBlock() {
    codeMarks = 0;
    if (!styles.isEmpty()) {
      styles.clear();
      reset();
    }
  }

  private void set(Style style, boolean on) {
    boolean isChanged = on ? styles.add(style) : styles.remove(style);
    if (!isChanged) {
      return;
    }
    reset();
    for (Style open : styles) {
      paint(open.code);
    }
  }

  private void paint(String code) {
    out.append("\u001b[").append(code).append('m');
  }

  private void reset() {
    paint("0");
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
  }
}
