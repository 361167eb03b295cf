package dev.potok.engine;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.AnswerEventEncoder;
import org.jspecify.annotations.Nullable;

/** An event with its number. Encoded once, however many readers it has. Immutable; thread-safe. */
public final class LoggedEvent {
  private final long seq;
  private final AnswerEvent event;

  // Written without a lock: two threads may encode the same bytes, and either result will do.
  private volatile byte @Nullable [] sse;
  private volatile byte @Nullable [] jsonLine;

  /**
   * An event.
   *
   * @param seq its number in the answer, from 1
   */
  public LoggedEvent(long seq, AnswerEvent event) {
    this.seq = seq;
    this.event = event;
  }

  /** The event's number in the answer. */
  public long seq() {
    return seq;
  }

  /** The event. */
  public AnswerEvent event() {
    return event;
  }

  /** The event as Server-Sent Event; not to be changed. */
  public byte[] sse() {
    byte[] bytes = sse;
    if (bytes == null) {
      bytes = AnswerEventEncoder.sse(seq, event);
      sse = bytes;
    }
    return bytes;
  }

  /** The event as a line of JSON; not to be changed. */
  public byte[] jsonLine() {
    byte[] bytes = jsonLine;
    if (bytes == null) {
      bytes = AnswerEventEncoder.jsonLine(seq, event);
      jsonLine = bytes;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return seq + ": " + event;
  }
}
