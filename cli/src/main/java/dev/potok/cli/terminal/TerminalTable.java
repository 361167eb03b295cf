package dev.potok.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * A table with its columns under one another, as wide as the terminal allows; where that is too
 * narrow for columns, each row is a list of them.
 *
 * <p>Rows are held back until the table ends, since the widest cell decides; of a long one, until
 * so many have come that their widths serve for the rest. One thread.
 */
final class TerminalTable {

  /** How many rows are held back at most. */
  static final int MAX_HELD_ROWS = 100;

  /** The narrowest column that can be read, in characters. */
  private static final int MIN_COLUMN = 6;

  private static final String BETWEEN = " │ ";
  private static final String BOLD = "\u001b[1m";
  private static final Pattern DELIMITER = Pattern.compile(":?-+:?");

  private enum Side {
    LEFT,
    MIDDLE,
    RIGHT
  }

  private final List<String> header;
  private final List<Side> sides;
  private final IntSupplier terminalWidth;
  private final List<List<StyledText>> held = new ArrayList<>();

  /** The columns' widths, as soon as they are chosen; none where rows are lists. */
  private List<Integer> widths = List.of();

  private boolean isLaidOut;

  private TerminalTable(List<String> header, List<Side> sides, IntSupplier terminalWidth) {
    this.header = header;
    this.sides = sides;
    this.terminalWidth = terminalWidth;
  }

  /** Whether a line can be a row of a table: one that begins with a bar. */
  static boolean isRow(String line) {
    return line.stripLeading().startsWith("|");
  }

  /** Whether the lines begin a table: "a delimiter row … separates the header from the data". */
  static boolean begins(String headerLine, String delimiterLine) {
    List<String> delimiters = cells(delimiterLine);
    return delimiters.size() == cells(headerLine).size()
        && delimiters.stream().allMatch(cell -> DELIMITER.matcher(cell).matches());
  }

  /** The table that the lines begin. */
  static TerminalTable of(String headerLine, String delimiterLine, IntSupplier terminalWidth) {
    List<Side> sides = cells(delimiterLine).stream().map(TerminalTable::side).toList();
    return new TerminalTable(cells(headerLine), sides, terminalWidth);
  }

  private static Side side(String delimiter) {
    if (!delimiter.endsWith(":")) {
      return Side.LEFT;
    }
    return delimiter.startsWith(":") ? Side.MIDDLE : Side.RIGHT;
  }

  /** The cells between the bars; a bar that is escaped is part of its cell. */
  private static List<String> cells(String line) {
    String row = line.strip();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    for (int i = 1; i < row.length(); i++) {
      char c = row.charAt(i);
      if (c == '\\' && i + 1 < row.length() && row.charAt(i + 1) == '|') {
        cell.append('|');
        i++;
      } else if (c == '|') {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (!cell.toString().isBlank()) {
      cells.add(cell.toString().strip());
    }
    return cells;
  }

  /** Takes a row; gives what is to be written. */
  String add(String line) {
    List<StyledText> row = new ArrayList<>();
    List<String> cells = cells(line);
    for (int i = 0; i < header.size(); i++) {
      row.add(StyledText.of(i < cells.size() ? cells.get(i) : "", ""));
    }
    if (isLaidOut) {
      return shown(row);
    }
    held.add(row);
    return held.size() == MAX_HELD_ROWS ? layOut() : "";
  }

  /** The table ends; gives what is to be written. */
  String finish() {
    return isLaidOut ? "" : layOut();
  }

  private String layOut() {
    isLaidOut = true;
    List<StyledText> head = header.stream().map(cell -> StyledText.of(cell, BOLD)).toList();
    chooseWidths(head);
    StringBuilder out = new StringBuilder();
    if (!widths.isEmpty()) {
      out.append(shown(head));
      List<String> lines = widths.stream().map("─"::repeat).toList();
      out.append(StyledText.DIM).append(String.join("─┼─", lines)).append(StyledText.RESET);
      out.append('\n');
    }
    held.forEach(row -> out.append(shown(row)));
    held.clear();
    return out.toString();
  }

  private void chooseWidths(List<StyledText> head) {
    List<Integer> natural = new ArrayList<>();
    for (int i = 0; i < head.size(); i++) {
      int column = i;
      int widest = held.stream().mapToInt(row -> row.get(column).width()).max().orElse(0);
      natural.add(Math.max(1, Math.max(head.get(i).width(), widest)));
    }
    // The last column stays free: some terminals begin a line when it is written to.
    int room = terminalWidth.getAsInt() - 1 - BETWEEN.length() * (natural.size() - 1);
    int most = natural.stream().mapToInt(width -> width).max().orElse(1);
    while (most >= MIN_COLUMN && capped(natural, most) > room) {
      most--;
    }
    int cap = most;
    widths =
        capped(natural, cap) <= room
            ? natural.stream().map(width -> Math.min(width, cap)).toList()
            : List.of();
  }

  private static int capped(List<Integer> widths, int cap) {
    return widths.stream().mapToInt(width -> Math.min(width, cap)).sum();
  }

  private String shown(List<StyledText> row) {
    return widths.isEmpty() ? asList(row) : inColumns(row);
  }

  private String inColumns(List<StyledText> row) {
    List<List<StyledText>> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.get(i).wrapped(widths.get(i)));
    }
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < height; y++) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < cells.size(); x++) {
        if (x > 0) {
          line.append(StyledText.DIM).append(BETWEEN).append(StyledText.RESET);
        }
        boolean isLast = x == cells.size() - 1;
        List<StyledText> lines = cells.get(x);
        StyledText text = y < lines.size() ? lines.get(y) : new StyledText(List.of());
        line.append(padded(text, widths.get(x), sides.get(x), isLast));
      }
      out.append(line).append('\n');
    }
    return out.toString();
  }

  private static String padded(StyledText text, int width, Side side, boolean isLast) {
    int room = Math.max(0, width - text.width());
    int before =
        switch (side) {
          case LEFT -> 0;
          case MIDDLE -> room / 2;
          case RIGHT -> room;
        };
    return " ".repeat(before) + text.shown() + (isLast ? "" : " ".repeat(room - before));
  }

  private String asList(List<StyledText> row) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      out.append(StyledText.of(header.get(i), BOLD).shown()).append(": ");
      out.append(row.get(i).shown()).append('\n');
    }
    return out.append(StyledText.DIM).append("──────").append(StyledText.RESET) + "\n";
  }
}
