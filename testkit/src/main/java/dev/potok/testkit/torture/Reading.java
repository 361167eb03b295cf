package dev.potok.testkit.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.LiveEvents;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.SseDecoder;
import dev.potok.protocol.SseEvent;
import dev.potok.testkit.history.Entry;
import dev.potok.testkit.history.History;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads one connection of one reader to its end or its break, and writes down what comes. One
 * connection, one thread.
 */
final class Reading implements MessageStreamListener {

  /** How a connection ended. */
  enum Outcome {
    /** With the end of the answer. */
    END,
    /** Before that. */
    CUT
  }

  /** Is told of an answer when its start comes, for a stream that begins one. */
  interface Beginning {
    void began(long questionId, long answerId);
  }

  private final History history;
  private final Tally tally;
  private final String reader;
  private final Beginning beginning;
  private final MessageStreamHandler handler = new MessageStreamHandler(this);
  private OptionalLong after;
  private long answerId;
  private long position;
  private boolean anyEvent;
  private boolean connected;
  private boolean isLive;
  private boolean ended;
  private long firstEventNanos;

  /**
   * A reading of a connection that is open.
   *
   * @param answerId the answer; 0 if only the stream will tell
   * @param after the position that was given
   * @param position the number of the last event that the reader has; -1 for none
   */
  Reading(
      History history,
      Tally tally,
      String reader,
      long answerId,
      OptionalLong after,
      long position,
      Beginning beginning) {
    this.history = history;
    this.tally = tally;
    this.reader = reader;
    this.answerId = answerId;
    this.after = after;
    this.position = position;
    this.beginning = beginning;
  }

  /**
   * Reads the answer's own stream to its end.
   *
   * @param leaveAfter after how many bytes to break the connection; -1 for never
   */
  Outcome read(RawCall call, long leaveAfter) {
    return read(call, leaveAfter, handler::feed);
  }

  /** Reads the answer out of the stream of all that changes. */
  Outcome readLive(RawCall call, long leaveAfter) {
    SseDecoder live = new SseDecoder(this::live);
    return read(call, leaveAfter, live::feed);
  }

  private interface Decoder {
    void feed(byte[] bytes, int offset, int length);
  }

  private void live(SseEvent event) {
    Optional<LiveEvent> read = LiveEvents.read(event);
    if (!isLive && read.filter(LiveEvent.Ready.class::isInstance).isEmpty()) {
      history.add(new Entry.GaveUp(reader, answerId, "before ready: " + event));
    }
    isLive = true;
    if (read.isEmpty()) {
      return;
    }
    if (read.get() instanceof LiveEvent.AnswerPart part && part.messageId() == answerId) {
      handler.feed((part.jsonLine() + "\n").getBytes(UTF_8));
    } else if (read.get() instanceof LiveEvent.AnswerRefused refused
        && refused.messageId() == answerId) {
      ended = true;
      history.add(new Entry.Gone(reader, answerId, refused.problem().code()));
    }
  }

  private Outcome read(RawCall call, long leaveAfter, Decoder decoder) {
    connect();
    byte[] buffer = new byte[4 * 1024];
    long bytes = 0;
    String how = "closed";
    try {
      for (int n = call.read(buffer); n >= 0; n = call.read(buffer)) {
        decoder.feed(buffer, 0, n);
        bytes += n;
        if (ended && isLive) {
          // That stream has no end.
          break;
        }
        if (leaveAfter >= 0 && bytes >= leaveAfter && !ended) {
          call.reset();
          how = "left";
          break;
        }
      }
    } catch (IOException e) {
      // Behind the end it does no harm.
      how = String.valueOf(e.getMessage());
    }
    if (ended) {
      return Outcome.END;
    }
    handler.end();
    tally.add(Tally.Count.CUTS);
    history.add(new Entry.CutOff(reader, answerId, how));
    return Outcome.CUT;
  }

  /** The answer; 0 if the stream has not told. */
  long answerId() {
    return answerId;
  }

  /** The number of the last event that the reader has; -1 for none. */
  long position() {
    return position;
  }

  /** When the first event came, by the monotonic clock; empty if none has. */
  OptionalLong firstEventNanos() {
    return anyEvent ? OptionalLong.of(firstEventNanos) : OptionalLong.empty();
  }

  @Override
  public void onMessageStart(MessageStart start) {
    if (answerId == 0) {
      answerId = start.message().id();
      connect();
    }
    beginning.began(start.userMessage().map(MessageRead::id).orElse(0L), answerId);
    saw(start);
  }

  @Override
  public void onMessageDelta(MessageDelta delta) {
    saw(delta);
  }

  @Override
  public void onMessageEnd(MessageEnd end) {
    if (answerId == 0) {
      answerId = end.message().id();
      connect();
    }
    ended = true;
    saw(end);
  }

  @Override
  public void onError(AnswerError error) {
    switch (error.code()) {
      case AnswerError.CUT_OFF -> {
        // Said by the handler, not by the server.
      }
      case AnswerError.BAD_STREAM ->
          history.add(new Entry.GaveUp(reader, answerId, error.toString()));
      default -> {
        ended = true;
        saw(error);
      }
    }
  }

  @Override
  public void onUnknown(String event, String data) {
    history.add(
        ended
            ? new Entry.AfterEnd(reader, answerId, event)
            : new Entry.GaveUp(reader, answerId, "unknown event " + event + ": " + data));
  }

  private void connect() {
    if (answerId != 0 && !connected) {
      connected = true;
      history.add(new Entry.Connected(reader, answerId, after));
    }
  }

  private void saw(AnswerEvent event) {
    if (!anyEvent) {
      anyEvent = true;
      firstEventNanos = System.nanoTime();
    }
    position = handler.lastSeq();
    tally.add(Tally.Count.EVENTS);
    history.add(new Entry.Saw(reader, answerId, handler.lastSeq(), event));
  }
}
