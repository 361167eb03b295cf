package dev.potok.client;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer to its end, over as many connections as that takes.
 *
 * <p>The first connection is the call that asks for the answer. As long as nothing was read of it,
 * the same call is made again, if it does its work once only; when the answer's id is known, every
 * further connection reads on behind the last event. An event that was read is dropped, and a gap
 * is closed by reading again from before it. A {@code message_start} on the way and the end carry
 * the whole text, so whatever is missing is made up from them.
 *
 * <p>All is done by the one thread that reads, inside {@link #next}; {@link #close} may come from
 * any thread.
 */
final class AnswerReading implements AutoCloseable {

  /** How often in a row the stream may break its own rules before it is given up. */
  static final int MAX_FAULTS = 5;

  private final long chatId;
  private final Calls calls;
  private final ClientSettings settings;
  private final Opening opening;
  private final Search search;
  private final GatheredText text = new GatheredText();
  private final Queue<AnswerEvent> ready = new ArrayDeque<>();

  private volatile OptionalLong messageId;
  private Optional<MessageRead> userMessage = Optional.empty();

  /** The last event that was read; absent for a reader that wants the text so far first. */
  private OptionalLong position;

  private int faults;

  /** The call that asks for the answer may have been taken. */
  private boolean unsettled;

  private Optional<MessageEnd> end = Optional.empty();
  private Optional<PotokClientException> failure = Optional.empty();

  /** Held by the thread that reads; a second one would mix up what both are given. */
  private final ReentrantLock readersTurn = new ReentrantLock();

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable CompletableFuture<HttpResponse<StreamedBody>> asked;
  private volatile @Nullable Connection connection;

  AnswerReading(long chatId, Calls calls, Opening opening) {
    this.chatId = chatId;
    this.calls = calls;
    this.settings = calls.settings();
    this.opening = opening;
    this.search = new Search(calls);
    this.messageId = opening.messageId();
    this.position = opening.afterSeq();
  }

  /** Reads until the answer is known to be there. */
  void begin() {
    if (messageId.isPresent()) {
      step(() -> {
        while (connection == null && !isOver()) {
          connect();
        }
      });
    } else {
      step(() -> {
        while (messageId.isEmpty() && !isOver()) {
          readOn();
        }
      });
    }
    if (ready.isEmpty()) {
      failure.ifPresent(this::fail);
    }
  }

  /** The next event, which is waited for; empty behind the end. */
  Optional<AnswerEvent> next() {
    return byOneThread(() -> {
      fill();
      return Optional.ofNullable(ready.poll());
    });
  }

  /** Whether there is a next event, which is waited for. */
  boolean hasNext() {
    return byOneThread(() -> {
      fill();
      return !ready.isEmpty();
    });
  }

  private <T> T byOneThread(Supplier<T> read) {
    if (!readersTurn.tryLock()) {
      throw new IllegalStateException("another thread is reading this answer");
    }
    try {
      return read.get();
    } finally {
      readersTurn.unlock();
    }
  }

  private void fill() {
    step(() -> {
      while (ready.isEmpty() && !isOver()) {
        readOn();
      }
    });
    if (ready.isEmpty()) {
      failure.ifPresent(this::fail);
    }
  }

  OptionalLong messageId() {
    return messageId;
  }

  Optional<MessageRead> userMessage() {
    return userMessage;
  }

  OptionalLong position() {
    return position;
  }

  GatheredText text() {
    return text;
  }

  Optional<MessageEnd> end() {
    return end;
  }

  /** Reads no more; the answer goes on. A thread that waits for the next event is told. */
  @Override
  public void close() {
    closed.countDown();
    CompletableFuture<HttpResponse<StreamedBody>> pending = asked;
    if (pending != null) {
      Calls.abandon(pending);
    }
    Connection open = connection;
    if (open != null) {
      open.body.close();
    }
  }

  /** A part of the reading that waits. */
  private interface Waiting {
    void run() throws InterruptedException;
  }

  private void step(Waiting waiting) {
    if (isClosed() && !isOver()) {
      throw cancelled();
    }
    try {
      waiting.run();
    } catch (InterruptedException e) {
      throw WaitInterruptedException.of(e);
    }
  }

  private boolean isOver() {
    return end.isPresent() || failure.isPresent();
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private CancellationException cancelled() {
    return new CancellationException("the answer was closed before its end was read");
  }

  private void fail(PotokClientException e) {
    throw e;
  }

  private void readOn() throws InterruptedException {
    Connection current = connection;
    if (current == null) {
      connect();
      return;
    }
    try {
      Optional<ByteBuffer> bytes = current.body.read(current.deadline());
      if (bytes.isPresent()) {
        heard();
        current.handler.feed(StreamedBody.bytes(bytes.get()));
      } else {
        current.closing = true;
        current.handler.end();
      }
    } catch (IOException e) {
      throwIfClosed();
      lose(calls.reason(e), true);
    } catch (TimeoutException e) {
      lose("nothing was heard for " + settings.silenceTimeout(), true);
    }
    if (current.loss.isPresent()) {
      lose(current.loss.get(), true);
    }
  }

  /** The server is there. What it says before the answer begins may yet be all it ever says. */
  private void heard() {
    if (messageId.isPresent()) {
      search.found();
    }
  }

  private void connect() throws InterruptedException {
    Deadline first = calls.deadline(settings.firstEventTimeout());
    CompletableFuture<HttpResponse<StreamedBody>> call = ask();
    asked = call;
    throwIfClosed();
    try {
      HttpResponse<StreamedBody> response = Calls.await(call, first);
      if (Calls.isStream(response)) {
        connection = new Connection(response.body(), first);
        throwIfClosed();
      } else {
        try (StreamedBody body = response.body()) {
          refused(Calls.refusal(response, body, first));
        }
      }
    } catch (IOException e) {
      throwIfClosed();
      lose(calls.reason(e), !Calls.isUnreached(e));
    } catch (TimeoutException e) {
      lose("no reply within " + settings.firstEventTimeout(), true);
    } catch (CancellationException e) {
      throw cancelled();
    } catch (InterruptedException e) {
      unsettled = true;
      throw e;
    } finally {
      asked = null;
    }
  }

  private void throwIfClosed() {
    if (isClosed()) {
      close();
      throw cancelled();
    }
  }

  private CompletableFuture<HttpResponse<StreamedBody>> ask() throws InterruptedException {
    if (messageId.isEmpty()) {
      if (unsettled && !opening.isRepeatable()) {
        giveUp("the call was interrupted", "", Optional.empty());
      }
      return calls.open("POST", opening.path(), opening.body(), Optional.empty());
    }
    Optional<String> last =
        position.isPresent() ? Optional.of(Long.toString(position.getAsLong())) : Optional.empty();
    String path = "/chats/" + chatId + "/messages/" + messageId.getAsLong() + "/stream";
    return calls.open("GET", path, Optional.empty(), last);
  }

  private void refused(Refusal refusal) throws InterruptedException {
    boolean isKnown = messageId.isPresent();
    boolean isTaken = refusal.isOfGateway();
    if (refusal.isNotNow() || isTaken || (isKnown && refusal.mayPass())) {
      Duration wait = refusal.retryAfter().orElse(Duration.ZERO);
      lose(refusal.problem().title(), refusal.problem().code(), isTaken, wait);
    } else {
      failure = Optional.of(refusal.exception(unsettled && !isKnown));
    }
  }

  private void lose(String reason, boolean isTaken) throws InterruptedException {
    lose(reason, "", isTaken, Duration.ZERO);
  }

  /**
   * There is no connection, or none that is of use. Waits for the next attempt.
   *
   * @param isTaken whether the server may have taken the call
   */
  private void lose(String reason, String code, boolean isTaken, Duration leastWait)
      throws InterruptedException {
    disconnect();
    unsettled |= isTaken;
    if (messageId.isEmpty() && unsettled && !opening.isRepeatable()) {
      giveUp(reason, code, Optional.empty());
      return;
    }
    Duration least = search.least(leastWait);
    Optional<Duration> wait = search.next(least);
    if (wait.isEmpty()) {
      giveUp(reason, code, least.isZero() ? Optional.empty() : Optional.of(least));
      return;
    }
    settings.listener().lost(reason, wait.get());
    if (calls.pause(wait.get(), closed)) {
      throw cancelled();
    }
  }

  private void giveUp(String reason, String code, Optional<Duration> retryAfter) {
    failure =
        Optional.of(
            new RetryLaterException(
                reason,
                code.isEmpty() ? RetryLaterException.UNREACHABLE : code,
                unsettled && messageId.isEmpty(),
                retryAfter));
  }

  private void disconnect() {
    Connection current = connection;
    if (current != null) {
      connection = null;
      current.body.close();
    }
  }

  /** One connection that streams; what it reads counts as long as it is not lost. */
  private final class Connection implements MessageStreamListener {
    private final StreamedBody body;
    private final Deadline first;
    private final MessageStreamHandler handler = new MessageStreamHandler(this);
    private boolean hasEvent;
    private boolean closing;

    /** Why it is of no more use. */
    private Optional<String> loss = Optional.empty();

    Connection(StreamedBody body, Deadline first) {
      this.body = body;
      this.first = first;
    }

    /** Until when the next byte must come. */
    Deadline deadline() {
      Deadline silence = calls.deadline(settings.silenceTimeout());
      boolean awaitsStart = messageId.isEmpty() && first.isBefore(silence);
      return awaitsStart ? first : silence;
    }

    private boolean isDeaf() {
      return loss.isPresent() || isOver();
    }

    @Override
    public void onMessageStart(MessageStart start) {
      long seq = handler.lastSeq();
      boolean isRepeated = hasEvent && seq <= position.orElse(0);
      if (isDeaf() || isRepeated || !isOfThisAnswer(start.message())) {
        return;
      }
      hasEvent = true;
      boolean isKnown = messageId.isPresent();
      messageId = OptionalLong.of(start.message().id());
      if (!isKnown) {
        heard();
      }
      if (userMessage.isEmpty()) {
        userMessage = start.userMessage();
      }
      readTo(seq);
      if (text.isFromTheBeginning()) {
        ready.addAll(text.become(start.message(), start));
      } else {
        text.replace(start.message());
        ready.add(start);
      }
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {
      if (isDeaf()) {
        return;
      }
      hasEvent = true;
      long seq = handler.lastSeq();
      if (position.isEmpty()) {
        fault("event " + seq + ": a message_delta before the message_start");
      } else if (seq == position.getAsLong() + 1) {
        readTo(seq);
        text.grow(delta);
        ready.add(delta);
      } else if (seq > position.getAsLong()) {
        fault("event " + seq + " after event " + position.getAsLong() + ": events are missing");
      }
    }

    @Override
    public void onMessageEnd(MessageEnd last) {
      if (isDeaf() || !isOfThisAnswer(last.message())) {
        return;
      }
      messageId = OptionalLong.of(last.message().id());
      takeRest(last.message());
      ready.add(last);
      end = Optional.of(last);
      position = OptionalLong.of(Math.max(handler.lastSeq(), position.orElse(0)));
      body.drain();
    }

    @Override
    public void onError(AnswerError error) {
      if (isDeaf()) {
        return;
      }
      if (closing && error.code().equals(AnswerError.CUT_OFF)) {
        loss = Optional.of(error.message());
      } else if (error.code().equals(AnswerError.BAD_STREAM)) {
        fault(error.message());
      } else if (error.partial().isEmpty() || isOfThisAnswer(error.partial().get())) {
        error.partial().ifPresent(this::takeRest);
        failure = Optional.of(new AnswerFailedException(error));
        body.drain();
      }
    }

    @Override
    public void onRetry(long millis) {
      search.ask(millis);
    }

    /** The end carries all the text; a reader that has its beginning is told what it misses. */
    private void takeRest(MessageRead whole) {
      if (text.isFromTheBeginning()) {
        ready.addAll(text.become(whole, new MessageStart(userMessage, whole)));
      } else {
        text.replace(whole);
      }
    }

    private void readTo(long seq) {
      if (seq > position.orElse(0)) {
        faults = 0;
        search.progress();
      }
      position = OptionalLong.of(seq);
    }

    private boolean isOfThisAnswer(MessageRead message) {
      if (message.chatId() != chatId) {
        fault("a message of chat " + message.chatId() + " (expected: " + chatId + ")");
        return false;
      }
      if (messageId.isPresent() && message.id() != messageId.getAsLong()) {
        fault("message " + message.id() + " (expected: " + messageId.getAsLong() + ")");
        return false;
      }
      return true;
    }

    /** The server streams what it must not. A fresh connection may do better, but not for ever. */
    private void fault(String reason) {
      faults++;
      if (faults >= MAX_FAULTS) {
        failure = Optional.of(new UnexpectedReplyException(reason));
        body.close();
      } else {
        loss = Optional.of(reason);
      }
    }
  }
}
