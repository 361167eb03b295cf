package dev.potok.cli.terminal;

import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Markdown that is shown on a terminal while it is written: headings, emphasis, code and lists in
 * colour, tables in columns, links with their address, everything else as it stands.
 *
 * <p>A terminal cannot take back what it shows, so nothing is written before it is known what it
 * is: the first characters of a line are held back until they tell what the line is, and the marks
 * of emphasis until the character behind them has come. What is not closed ends with its block. A
 * line of a fence is held until it cannot be the fence's end any more, and a table, whose rows all
 * begin with a bar, until it ends.
 *
 * <p>The text may be cut anywhere, and is made safe by {@link SafeText}. One thread.
 */
public final class TerminalMarkdown {

  /** The most characters that are held back to find out what a line is. */
  private static final int MAX_HELD = 200;

  /** The same for what may be the row of a table. */
  private static final int MAX_ROW = 4_000;

  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})([^`]*)");
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6}) (?=\\S)");
  private static final Pattern BULLET = Pattern.compile("( *)([-*+]) (?=\\S)");
  private static final Pattern NUMBER = Pattern.compile("( *)(\\d{1,9}[.)]) (?=\\S)");
  private static final Pattern QUOTE = Pattern.compile(" {0,3}> ?");
  private static final Pattern RULE = Pattern.compile(" {0,3}([-*_])( *\\1){2,} *");

  /** What may still become the beginning of one of these. */
  private static final Pattern UNDECIDED =
      Pattern.compile(
          " *([-*+]? *|\\d{1,9}[.)]? ?|#{1,6} *|>? ?|[-_* ]*|`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*|\\|.*)");

  private final boolean inColour;
  private final IntSupplier width;
  private final StringBuilder out = new StringBuilder();
  private final InlineMarkdown inline = new InlineMarkdown(out);

  /** The beginning of a line that is not understood yet. */
  private final StringBuilder head = new StringBuilder();

  private boolean atLineStart = true;

  /** The line that is held back begins as a row of a table. */
  private boolean isRowBegun;

  /** The marks that opened the fence; empty outside of one. */
  private String fence = "";

  /** A line that may be the header of a table; empty for none. */
  private String header = "";

  private @Nullable TerminalTable table;

  /**
   * Shows text in colour, or as it stands.
   *
   * @param width how many columns the terminal has now
   */
  public TerminalMarkdown(boolean inColour, IntSupplier width) {
    this.inColour = inColour;
    this.width = width;
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
    if (table != null) {
      endTable();
    } else {
      text(header);
      header = "";
    }
    inline.endLine();
    inline.endBlock();
    fence = "";
    atLineStart = true;
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
      if (!isRowBegun || head.length() >= MAX_ROW) {
        decide(false);
      }
    } else if (!fence.isEmpty()) {
      out.append(c);
    } else {
      inline.accept(c);
    }
  }

  private void endLine() {
    boolean wasInFence = !fence.isEmpty();
    if (atLineStart) {
      boolean isBlank = head.toString().isBlank();
      decide(true);
      if (atLineStart) {
        // A row of a table, which is held back.
        return;
      }
      if (isBlank && fence.isEmpty()) {
        inline.endBlock();
      }
    }
    if (wasInFence && !fence.isEmpty()) {
      reset();
    }
    endTextLine();
    atLineStart = true;
  }

  private void endTextLine() {
    inline.endLine();
    inline.set(InlineMarkdown.Style.HEADING, false);
    inline.set(InlineMarkdown.Style.QUOTE, false);
    out.append('\n');
  }

  /** Finds out what the line is, as soon as that can be told, or at its end. */
  private void decide(boolean isWhole) {
    String line = head.toString();
    if (!fence.isEmpty()) {
      decideInFence(line, isWhole);
      return;
    }
    boolean isRow = TerminalTable.isRow(line);
    if (!isWhole
        && line.length() < (isRow ? MAX_ROW : MAX_HELD)
        && UNDECIDED.matcher(line).matches()) {
      isRowBegun = isRow;
      return;
    }
    isRowBegun = false;
    head.setLength(0);
    if (isWhole && isRow) {
      row(line);
      return;
    }
    endTable();
    atLineStart = false;
    Matcher opening = FENCE.matcher(line);
    if (isWhole && opening.matches()) {
      inline.endBlock();
      fence = opening.group(1);
      paint("2");
      out.append(line);
      reset();
      return;
    }
    if (isWhole && RULE.matcher(line).matches()) {
      inline.endBlock();
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
      inline.endBlock();
      inline.set(InlineMarkdown.Style.HEADING, true);
      rest = line.substring(heading.end());
    } else if (bullet.lookingAt()) {
      inline.endBlock();
      mark(bullet.group(1), "•");
      rest = line.substring(bullet.end());
    } else if (number.lookingAt()) {
      inline.endBlock();
      mark(number.group(1), number.group(2));
      rest = line.substring(number.end());
    } else if (quote.lookingAt()) {
      inline.set(InlineMarkdown.Style.QUOTE, true);
      out.append("│ ");
      rest = line.substring(quote.end());
    }
    inline.acceptAll(rest);
  }

  /** Takes a line that begins with a bar: a row of the table, or perhaps the header of one. */
  private void row(String line) {
    if (table != null) {
      out.append(table.add(line));
    } else if (!header.isEmpty() && TerminalTable.begins(header, line)) {
      inline.endBlock();
      table = TerminalTable.of(header, line, width);
      header = "";
    } else {
      endTable();
      header = line;
    }
  }

  /** The line that follows is no row: the table is over, or a line with bars was none. */
  private void endTable() {
    if (table != null) {
      out.append(table.finish());
      table = null;
    } else if (!header.isEmpty()) {
      String line = header;
      header = "";
      text(line);
      endTextLine();
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

  private void paint(String code) {
    out.append("\u001b[").append(code).append('m');
  }

  private void reset() {
    out.append(StyledText.RESET);
  }
}
