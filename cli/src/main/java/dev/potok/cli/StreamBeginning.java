package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The first bytes of what is to be a stream: they tell its framing, and whether it is one at all.
 * One thread.
 */
final class StreamBeginning {

  /** How much is kept, in bytes. */
  static final int MAX_BYTES = 300;

  /** What the lines of Server-Sent Events begin with; a comment has no name. */
  private static final List<String> FIELDS = List.of("", "data", "event", "id", "retry");

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  /** Takes the next bytes. */
  void add(byte[] bytes, int length) {
    int start = 0;
    // Blank lines say nothing, and there may be any number of them.
    while (kept.size() == 0 && start < length && (bytes[start] == '\n' || bytes[start] == '\r')) {
      start++;
    }
    kept.write(bytes, start, Math.min(length - start, MAX_BYTES - kept.size()));
  }

  /**
   * Whether a stream can begin so, be it cut after that: with a field or a comment of Server-Sent
   * Events, or a piece of one, or with JSON whose line is not whole. A whole line of JSON is one of
   * a stream only if it says something of an answer.
   */
  boolean canBeStream() {
    if (isPieceOfMark()) {
      return true;
    }
    String text = text();
    int lineEnd = lineEnd(text);
    boolean isWhole = lineEnd >= 0 || kept.size() == MAX_BYTES;
    String line = lineEnd >= 0 ? text.substring(0, lineEnd) : text;
    if (line.startsWith("{")) {
      return lineEnd < 0;
    }
    int colon = line.indexOf(':');
    if (colon >= 0 || isWhole) {
      return FIELDS.contains(colon >= 0 ? line.substring(0, colon) : line);
    }
    return FIELDS.stream().anyMatch(field -> field.startsWith(line));
  }

  private boolean isPieceOfMark() {
    byte[] mark = "\uFEFF".getBytes(UTF_8);
    int length = Math.min(kept.size(), mark.length);
    return kept.size() < mark.length
        && Arrays.equals(kept.toByteArray(), 0, length, mark, 0, length);
  }

  private static int lineEnd(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at < text.length() ? at : -1;
  }

  /** It in one line, without the characters that a terminal would obey. */
  String shown() {
    return shown(kept.toByteArray());
  }

  static String shown(byte[] bytes) {
    return new String(bytes, UTF_8).replaceAll("(?U)[\\s\\p{Cntrl}]+", " ").strip();
  }

  private String text() {
    String text = kept.toString(UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1).stripLeading() : text;
  }
}
