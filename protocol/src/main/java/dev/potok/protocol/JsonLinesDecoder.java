package dev.potok.protocol;

import java.util.function.Consumer;

/**
 * Reads JSON lines from bytes as they come, cut anywhere. Blank lines, which keep a connection
 * open, are passed over. Whether a line is JSON is for who takes it to find out.
 *
 * <p>After an exception it is of no further use. One thread at a time.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>
 */
public final class JsonLinesDecoder {
  private final LineDecoder lines;

  /** A decoder at the start of a stream. */
  public JsonLinesDecoder(Consumer<String> onLine) {
    this(0, onLine);
  }

  /** A decoder for what follows the given count of blank lines. */
  JsonLinesDecoder(int linesBefore, Consumer<String> onLine) {
    this.lines =
        new LineDecoder(
            linesBefore,
            false,
            (text, from, to) -> {
              String line = text.substring(from, to);
              // In the page, TeaVM's isBlank knows no white space but the space.
              if (!line.strip().isEmpty()) {
                onLine.accept(line);
              }
            });
  }

  /**
   * Takes the stream's next bytes and hands on every line that they complete.
   *
   * @throws StreamFormatException if a line is over its limit
   */
  public void feed(byte[] bytes, int offset, int length) {
    lines.feed(bytes, offset, length);
  }

  /** The end of the stream: what follows the last line end is handed on as a line. */
  public void end() {
    lines.end();
  }

  /** The number of the line that is being read or handed on, from 1. */
  public long lineNumber() {
    return lines.lineNumber();
  }
}
