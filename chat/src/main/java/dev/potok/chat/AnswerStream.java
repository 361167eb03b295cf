package dev.potok.chat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.Problem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer to its end, over as many connections as that takes.
 *
 * <p>The first connection is the call that asks for the answer. Once the answer's id is known, a
 * connection that breaks is followed by one that reads on after the last event, for ever; so is the
 * first, without breaking, where the transport {@linkplain ChatTransport#readsApart reads apart}.
 * Every event reaches the reader once and in order: one that was seen is dropped, and a gap is
 * closed by reading again from before it. A {@code message_start} replaces what was read, and an
 * end is always the end, since both carry the whole text.
 *
 * <p>It knows no messages that are shown. It ends with exactly one call of {@link Reader#ended},
 * {@link Reader#failed}, {@link Reader#notStarted} or {@link Reader#lost}, unless it is cancelled.
 */
final class AnswerStream implements Cancellable {

  /** How often a call that may be repeated is made before it counts as failed. */
  static final int MAX_START_ATTEMPTS = 6;

  /** How often in a row the stream may break its own rules before it is given up. */
  static final int MAX_FAULTS = 5;

  /**
   * A connection on which nothing was heard for this long is taken for dead, after at most twice
   * the time; in milliseconds. The server says something every 10 s.
   */
  static final long SILENCE_MILLIS = 30_000;

  /** Makes the call that asks for the answer. */
  interface Opening {
    Cancellable open(ChatTransport.StreamReply reply);
  }

  /** Takes what is read. */
  interface Reader {

    /** The answer has its id; or its text so far is to be replaced. */
    void started(MessageStart start);

    void grew(MessageDelta delta);

    void ended(MessageEnd end);

    /** The answer has failed at the server. */
    void failed(AnswerError error);

    /**
     * There is no answer.
     *
     * @param unsettled whether the server may have begun one nevertheless
     */
    void notStarted(ChatError error, boolean unsettled);

    /** The answer is at the server, and cannot be read. */
    void lost(ChatError error);

    /** The connection was cut, or is there again. */
    void reconnecting(boolean isReconnecting);
  }

  private final ChatLink link;
  private final Opening opening;
  private final int startAttempts;
  private final Reader reader;
  private final Backoff backoff;

  private OptionalLong messageId = OptionalLong.empty();
  private boolean started;
  private long lastSeq;

  /** The highest number read, which a replacing start may be behind. */
  private long highestSeq;

  private int attempts;
  private int faults;
  private boolean unsettled;
  private boolean reconnecting;
  private boolean over;
  private @Nullable Connection connection;
  private @Nullable Cancellable waiting;

  private AnswerStream(ChatLink link, Opening opening, int startAttempts, Reader reader) {
    this.link = link;
    this.opening = opening;
    this.startAttempts = startAttempts;
    this.reader = reader;
    this.backoff = link.backoff();
  }

  /** The answer to a call that does its work once, however often it is made. */
  static AnswerStream ofRepeatable(ChatLink link, Opening opening, Reader reader) {
    return new AnswerStream(link, opening, MAX_START_ATTEMPTS, reader);
  }

  /** The answer to a call that must not be made twice. */
  static AnswerStream ofSingle(ChatLink link, Opening opening, Reader reader) {
    return new AnswerStream(link, opening, 1, reader);
  }

  /** An answer that is there already, from its beginning. */
  static AnswerStream ofKnown(ChatLink link, long messageId, Reader reader) {
    AnswerStream stream =
        new AnswerStream(link, reply -> link.read(messageId, 0, reply), 1, reader);
    stream.messageId = OptionalLong.of(messageId);
    return stream;
  }

  /** Begins to read. */
  void open() {
    attempts++;
    Connection next = new Connection();
    connection = next;
    next.call =
        messageId.isPresent()
            ? link.read(messageId.getAsLong(), lastSeq, next)
            : opening.open(next);
    next.watch();
  }

  /** Ends the wait for the next attempt, if there is one. */
  void reconnectNow() {
    Cancellable pending = waiting;
    if (pending != null) {
      pending.cancel();
      waiting = null;
      open();
    }
  }

  @Override
  public void cancel() {
    over = true;
    disconnect();
    Cancellable pending = waiting;
    if (pending != null) {
      pending.cancel();
      waiting = null;
    }
  }

  private void disconnect() {
    Connection current = connection;
    if (current != null) {
      connection = null;
      current.giveUp();
    }
  }

  /** The connection is of no more use, and the answer has not come to its end. */
  private void reconnect(ChatError reason, long leastMillis) {
    disconnect();
    if (messageId.isEmpty() && attempts >= startAttempts) {
      cancel();
      reader.notStarted(reason, unsettled);
      return;
    }
    tellReconnecting(true);
    waiting =
        link.scheduler()
            .schedule(
                Math.max(leastMillis, backoff.nextMillis()),
                () -> {
                  if (!over) {
                    waiting = null;
                    open();
                  }
                });
  }

  private void cut(String reason) {
    unsettled = messageId.isEmpty();
    reconnect(ChatError.of(ChatError.NETWORK, reason, true), 0);
  }

  /** The server streams what it must not. A fresh connection may do better, but not for ever. */
  private void fault(String reason) {
    ChatError error = ChatError.of(ChatError.UNREADABLE, reason, true);
    unsettled = messageId.isEmpty();
    faults++;
    if (messageId.isPresent() && faults >= MAX_FAULTS) {
      cancel();
      reader.lost(error);
    } else {
      reconnect(error, 0);
    }
  }

  private void refused(Problem problem) {
    ChatError error = ChatError.of(problem, true);
    boolean mayPass = mayPass(problem.status());
    if (messageId.isPresent()) {
      if (mayPass) {
        reconnect(error, problem.retryAfterSeconds().orElse(0) * 1000);
      } else {
        cancel();
        reader.lost(error);
      }
    } else if (isOfGateway(problem.status())) {
      unsettled = true;
      reconnect(error, 0);
    } else {
      // An earlier attempt that was cut may have done the work. A refusal that comes before the
      // server has looked for it does not settle that.
      boolean stillUnsettled = unsettled && (mayPass || isOfAccess(problem.status()));
      cancel();
      reader.notStarted(error, stillUnsettled);
    }
  }

  /** Whether the same call may be taken later. */
  static boolean mayPass(int status) {
    return status >= 500 || status == 429 || status == 425 || status == 408;
  }

  /** Whether something between here and the server speaks, which may have taken the call. */
  private static boolean isOfGateway(int status) {
    return status == 502 || status == 504;
  }

  private static boolean isOfAccess(int status) {
    return status == 401 || status == 403;
  }

  private void tellReconnecting(boolean isReconnecting) {
    if (reconnecting != isReconnecting) {
      reconnecting = isReconnecting;
      reader.reconnecting(isReconnecting);
    }
  }

  private void readTo(long seq) {
    lastSeq = seq;
    if (seq > highestSeq) {
      highestSeq = seq;
      faults = 0;
      backoff.reset();
    }
  }

  /** One connection; deaf as soon as it is not the current one. */
  private final class Connection implements ChatTransport.StreamReply, MessageStreamListener {
    private final MessageStreamHandler handler = MessageStreamHandler.ofPotok(this);
    private @Nullable Cancellable call;
    private @Nullable Cancellable silence;
    private boolean heard;
    private boolean closing;

    /** Whether it asks for the answer, which has no id yet. */
    private final boolean asks = messageId.isEmpty();

    /** No event has come on this connection. */
    private boolean first = true;

    private boolean isCurrent() {
      return connection == this;
    }

    void watch() {
      heard = false;
      silence =
          link.scheduler()
              .schedule(
                  SILENCE_MILLIS,
                  () -> {
                    if (!isCurrent()) {
                      return;
                    }
                    if (heard) {
                      watch();
                    } else {
                      cut("nothing was heard for " + SILENCE_MILLIS + " ms");
                    }
                  });
    }

    void giveUp() {
      if (call != null) {
        call.cancel();
      }
      if (silence != null) {
        silence.cancel();
      }
    }

    @Override
    public void opened() {
      if (isCurrent()) {
        heard = true;
        tellReconnecting(false);
      }
    }

    @Override
    public void reconnecting() {
      if (isCurrent()) {
        tellReconnecting(true);
      }
    }

    @Override
    public void bytes(byte[] bytes, int offset, int length) {
      if (isCurrent()) {
        heard = true;
        tellReconnecting(false);
        handler.feed(bytes, offset, length);
      }
    }

    @Override
    public void closed() {
      if (isCurrent()) {
        closing = true;
        handler.end();
      }
    }

    @Override
    public void networkFailed(String reason) {
      if (isCurrent()) {
        cut(reason);
      }
    }

    @Override
    public void refused(Problem problem) {
      if (isCurrent()) {
        AnswerStream.this.refused(problem);
      }
    }

    @Override
    public void onMessageStart(MessageStart start) {
      if (!isCurrent()) {
        return;
      }
      long seq = handler.lastSeq();
      boolean isRepeated = !first && seq != 0 && seq <= lastSeq;
      first = false;
      if (isRepeated || !isOfThisAnswer(start.message())) {
        return;
      }
      messageId = OptionalLong.of(start.message().id());
      started = true;
      readTo(seq);
      reader.started(start);
      if (asks && isCurrent() && link.readsApart()) {
        disconnect();
        open();
      }
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      if (!isCurrent()) {
        return;
      }
      long seq = handler.lastSeq();
      first = false;
      if (!started) {
        fault("event " + seq + ": a message_delta before the message_start");
      } else if (seq == 0) {
        reader.grew(delta);
      } else if (seq == lastSeq + 1) {
        readTo(seq);
        reader.grew(delta);
      } else if (seq > lastSeq) {
        fault("event " + seq + " after event " + lastSeq + ": events are missing");
      }
    }

    @Override
    public void onMessageEnd(MessageEnd end) {
      if (isCurrent() && isOfThisAnswer(end.message())) {
        cancel();
        reader.ended(end);
      }
    }

    @Override
    public void onError(AnswerError error) {
      if (!isCurrent()) {
        return;
      }
      if (closing && error.code().equals(AnswerError.CUT_OFF)) {
        cut(error.message());
      } else if (error.code().equals(AnswerError.BAD_STREAM)) {
        fault(error.message());
      } else if (error.partial().isEmpty() || isOfThisAnswer(error.partial().get())) {
        cancel();
        reader.failed(error);
      }
    }

    private boolean isOfThisAnswer(MessageRead message) {
      if (message.chatId() != link.chatId()) {
        fault("a message of chat " + message.chatId() + " (expected: " + link.chatId() + ")");
        return false;
      }
      if (messageId.isPresent() && message.id() != messageId.getAsLong()) {
        fault("message " + message.id() + " (expected: " + messageId.getAsLong() + ")");
        return false;
      }
      return true;
    }
  }
}
