package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/**
 * The first bytes of what is to be a stream: they tell its framing, and whether it is one at all.
 * One thread.
 */
final class StreamBeginning {

  /** How much is kept, in bytes. */
  static final int MAX_BYTES = 300;

  /** A field or a comment, as the lines of Server-Sent Events are. */
  private static final Pattern EVENTS =
      Pattern.compile("(?:(?:data|event|id|retry)?:[^\\r\\n]*|data|id)(?:\\R.*)?", Pattern.DOTALL);

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

  /** Whether nothing has come, or nothing but blank lines. */
  boolean isEmpty() {
    return text().isBlank();
  }

  /** Whether it begins as JSON lines do. */
  boolean isJson() {
    return text().startsWith("{");
  }

  /** Whether it begins as Server-Sent Events do. */
  boolean isEvents() {
    return EVENTS.matcher(text()).matches();
  }

  /** Whether its first line is all there is, and has no end. */
  boolean isLessThanALine() {
    return kept.size() < MAX_BYTES && text().indexOf('\n') < 0;
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
