package dev.potok.web.pages;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.SseDecoder;
import dev.potok.protocol.SseEvent;
import dev.potok.protocol.SseListener;
import dev.potok.protocol.StreamFormatException;
import dev.potok.web.dom.Browser;
import java.util.OptionalLong;

/**
 * Reads one answer's stream twice at once, as the page does and event by event, and counts. Times
 * are milliseconds since the send.
 */
final class StreamTrace {

  /** Where a stream is. */
  enum Phase {
    IDLE,
    CONNECTING,
    WAITING,
    STREAMING,
    ENDED,
    CUT,
    FAILED
  }

  /** Is told what comes. */
  interface Watcher {
    void chunk(int number, double at, byte[] bytes);

    void event(double at, String seq, String type, String data);

    void text(String more);

    void replaced(String text);

    void phase(Phase phase);
  }

  /** The shortest time that says anything about a rate. */
  private static final double LEAST_SECONDS = 0.1;

  private final Watcher watcher;
  private final double began = Browser.now();
  private final SseDecoder events = new SseDecoder(new Rows());
  private final MessageStreamHandler handler = MessageStreamHandler.ofPotok(new Answer());
  private Phase phase = Phase.CONNECTING;
  private long bytes;
  private int chunks;
  private int eventCount;
  private int deltas;
  private double firstByte = -1;
  private double firstToken = -1;
  private double lastToken;
  private OptionalLong messageId = OptionalLong.empty();
  private OptionalLong tokens = OptionalLong.empty();

  StreamTrace(Watcher watcher) {
    this.watcher = watcher;
    watcher.phase(phase);
  }

  double elapsed() {
    return Browser.now() - began;
  }

  /** The server's headers have come. */
  void opened() {
    firstByte = elapsed();
    become(Phase.WAITING);
  }

  void feed(byte[] chunk) {
    chunks++;
    bytes += chunk.length;
    watcher.chunk(chunks, elapsed(), chunk);
    try {
      events.feed(chunk, 0, chunk.length);
    } catch (StreamFormatException e) {
      watcher.event(elapsed(), "", "format", String.valueOf(e.getMessage()));
    }
    handler.feed(chunk);
  }

  /** The connection has closed, or was closed. */
  void closed() {
    events.end();
    handler.end();
  }

  /** The request was refused. */
  void refused(int status, String body) {
    watcher.event(elapsed(), "", "HTTP " + status, body);
    become(Phase.FAILED);
  }

  private void become(Phase next) {
    phase = next;
    watcher.phase(next);
  }

  Phase phase() {
    return phase;
  }

  boolean isRunning() {
    return switch (phase) {
      case CONNECTING, WAITING, STREAMING -> true;
      case IDLE, ENDED, CUT, FAILED -> false;
    };
  }

  OptionalLong messageId() {
    return messageId;
  }

  long lastSeq() {
    return handler.lastSeq();
  }

  long bytes() {
    return bytes;
  }

  int chunks() {
    return chunks;
  }

  int events() {
    return eventCount;
  }

  /** When the first byte came; negative if none did. */
  double firstByte() {
    return firstByte;
  }

  /** When the first token came; negative if none did. */
  double firstToken() {
    return firstToken;
  }

  /** Tokens, or as long as nobody has counted them, deltas per second; 0 if too little is known. */
  double rate() {
    double seconds = (lastToken - firstToken) / 1000;
    return seconds < LEAST_SECONDS
        ? 0
        : (tokens.isPresent() ? tokens.getAsLong() : deltas) / seconds;
  }

  /** Every event as it is in the stream. */
  private final class Rows implements SseListener {
    @Override
    public void onEvent(SseEvent event) {
      eventCount++;
      watcher.event(elapsed(), event.id(), event.event(), event.data());
    }

    @Override
    public void onRetry(long millis) {
      watcher.event(elapsed(), "", "retry", String.valueOf(millis));
    }

    @Override
    public void onComment(String text) {
      watcher.event(elapsed(), "", "comment", text.trim());
    }
  }

  /** What the events mean. */
  private final class Answer implements MessageStreamListener {
    @Override
    public void onMessageStart(MessageStart start) {
      messageId = OptionalLong.of(start.message().id());
      watcher.replaced(start.message().content());
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      deltas++;
      lastToken = elapsed();
      if (firstToken < 0) {
        firstToken = lastToken;
        become(Phase.STREAMING);
      }
      if (delta.kind() == MessageDelta.Kind.TEXT) {
        watcher.text(delta.text());
      }
    }

    @Override
    public void onMessageEnd(MessageEnd end) {
      tokens = end.message().metadata().tokens();
      become(Phase.ENDED);
    }

    @Override
    public void onError(AnswerError error) {
      become(error.code().equals(AnswerError.CUT_OFF) ? Phase.CUT : Phase.FAILED);
    }
  }
}
