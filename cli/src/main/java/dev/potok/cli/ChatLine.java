package dev.potok.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.reader.Completer;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.completer.StringsCompleter;

/**
 * What a person has typed: a command, which begins with a slash, or a text.
 *
 * @param kind what it is
 * @param rest the text, or what follows the command
 */
record ChatLine(Kind kind, String rest) {

  /** What can be typed. The commands bear the name of their kind. */
  enum Kind {
    NOTHING,
    TEXT,
    UNKNOWN,
    HELP,
    NEW,
    MODEL,
    MODELS,
    CHATS,
    OPEN,
    RETRY,
    CONTINUE,
    QUIT;

    private boolean isCommand() {
      return compareTo(UNKNOWN) > 0;
    }

    private String command() {
      return "/" + name().toLowerCase(Locale.ROOT);
    }
  }

  static ChatLine of(String typed) {
    String text = typed.replace("\\\n", "\n").strip();
    if (text.isEmpty()) {
      return new ChatLine(Kind.NOTHING, "");
    }
    if (!text.startsWith("/") || text.indexOf('\n') >= 0) {
      return new ChatLine(Kind.TEXT, text);
    }
    String[] parts = text.split("\\s+", 2);
    return commands()
        .filter(kind -> kind.command().equals(parts[0]))
        .findFirst()
        .map(kind -> new ChatLine(kind, parts.length == 2 ? parts[1] : ""))
        .orElseGet(() -> new ChatLine(Kind.UNKNOWN, parts[0]));
  }

  private static Stream<Kind> commands() {
    return Arrays.stream(Kind.values()).filter(Kind::isCommand);
  }

  static Completer completer() {
    return new StringsCompleter(commands().map(Kind::command).toList());
  }

  /** Takes a line as one text; a backslash at its end makes another line follow. */
  static final class OneText implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && line.endsWith("\\")) {
        throw new EOFError(-1, -1, "the line goes on");
      }
      return new Whole(line, cursor);
    }
  }

  /** A line of one word. */
  private record Whole(String line, int cursor) implements CompletingParsedLine {

    @Override
    public String word() {
      return line;
    }

    @Override
    public int wordCursor() {
      return cursor;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(line);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return cursor;
    }

    @Override
    public int rawWordLength() {
      return line.length();
    }
  }
}
