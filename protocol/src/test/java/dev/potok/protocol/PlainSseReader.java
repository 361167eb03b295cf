package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of both framings once more, over a whole text and as simply as they can be said: what a
 * decoder is held against.
 */
final class PlainSseReader {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  private PlainSseReader() {}

  /** The events and retries of a whole stream, as text. */
  static List<String> events(byte[] stream) {
    String text = new String(stream, UTF_8);
    String[] lines = LINE_END.split(text.startsWith("\uFEFF") ? text.substring(1) : text, -1);
    List<String> found = new ArrayList<>();
    List<String> data = new ArrayList<>();
    String type = "";
    String id = "";
    // What follows the last line end is no line.
    for (int i = 0; i < lines.length - 1; i++) {
      String line = lines[i];
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          found.add(
              new SseEvent(type.isEmpty() ? "message" : type, String.join("\n", data), id)
                  .toString());
        }
        data.clear();
        type = "";
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (name) {
        case "event" -> type = value;
        case "data" -> data.add(value);
        case "id" -> id = value.contains("\0") ? id : value;
        case "retry" -> {
          if (value.matches("[0-9]{1,18}")) {
            found.add("retry " + Long.parseLong(value));
          }
        }
        default -> {}
      }
    }
    return found;
  }

  /** The lines of JSON lines, the last one with or without its end. */
  static List<String> nonBlankLines(byte[] stream) {
    List<String> found = new ArrayList<>();
    for (String line : new String(stream, UTF_8).split("\n", -1)) {
      String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!text.isBlank()) {
        found.add(text);
      }
    }
    return found;
  }
}
