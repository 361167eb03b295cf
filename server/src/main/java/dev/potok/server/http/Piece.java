package dev.potok.server.http;

import dev.potok.engine.LoggedEvent;
import dev.potok.protocol.LiveEvents;
import java.io.IOException;

/** Something to be written to a reader; immutable. */
public sealed interface Piece {

  /** Its size, in bytes. */
  int size();

  /** Writes all of it. */
  void writeTo(ReaderOutput out) throws IOException;

  /** Bytes of this reader's own. */
  final class Bytes implements Piece {
    private final byte[] bytes;

    /** Takes the array as it is. */
    public Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int size() {
      return bytes.length;
    }

    @Override
    public void writeTo(ReaderOutput out) throws IOException {
      out.add(bytes);
    }
  }

  /** An event of an answer, whose bytes all readers of the answer share. */
  record AnswerPart(long messageId, LoggedEvent event) implements Piece {
    private static final byte[] AFTER = LiveEvents.afterPart();

    @Override
    public int size() {
      return event.jsonLine().length;
    }

    @Override
    public void writeTo(ReaderOutput out) throws IOException {
      byte[] line = event.jsonLine();
      out.add(LiveEvents.beforePart(messageId));
      out.add(line, line.length - 1);
      out.add(AFTER);
    }
  }
}
