package dev.potok.cli;

import dev.potok.protocol.JsonLinesDecoder;
import dev.potok.protocol.SseDecoder;
import dev.potok.protocol.SseListener;
import dev.potok.protocol.StreamFormatException;
import java.util.function.Consumer;

/**
 * The events of a stream as they are dispatched, whatever they mean: Server-Sent Events, or lines
 * if the first byte that is no line end nor of a byte order mark is a brace. One stream; one
 * thread.
 */
final class RawEvents {
  private enum Framing {
    NOT_KNOWN,
    EVENTS,
    LINES
  }

  private final SseDecoder events;
  private final JsonLinesDecoder lines;
  private Framing framing = Framing.NOT_KNOWN;

  RawEvents(SseListener onEvent, Consumer<String> onLine) {
    this.events = new SseDecoder(onEvent);
    this.lines = new JsonLinesDecoder(onLine);
  }

  /**
   * Takes the stream's next bytes.
   *
   * @throws StreamFormatException if a line or an event breaks a limit
   */
  void feed(byte[] bytes, int length) {
    int first = 0;
    if (framing == Framing.NOT_KNOWN) {
      while (first < length && tellsNothing(bytes[first])) {
        first++;
      }
      if (first < length) {
        framing = bytes[first] == '{' ? Framing.LINES : Framing.EVENTS;
      }
    }
    if (framing == Framing.LINES) {
      lines.feed(bytes, first, length - first);
    } else {
      events.feed(bytes, 0, length);
    }
  }

  /** The stream has closed: a last line needs no end, an event does. */
  void end() {
    if (framing == Framing.LINES) {
      lines.end();
    } else {
      events.end();
    }
  }

  private static boolean tellsNothing(byte b) {
    return switch (b) {
      case '\n', '\r', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> true;
      default -> false;
    };
  }
}
