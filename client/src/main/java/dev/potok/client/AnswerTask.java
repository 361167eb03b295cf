package dev.potok.client;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is read by a virtual thread and told to an {@link AnswerListener}. Thread-safe.
 * Not closing one harms nothing: it ends with its answer.
 */
public final class AnswerTask implements AutoCloseable {
  private final Supplier<Answer> asking;
  private final AnswerListener listener;
  private final Thread thread;
  private final CompletableFuture<MessageEnd> result = new CompletableFuture<>();

  private volatile @Nullable Answer answer;
  private volatile boolean stopped;
  private volatile boolean closed;

  private AnswerTask(Supplier<Answer> asking, AnswerListener listener) {
    this.asking = asking;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("potok-answer").unstarted(this::run);
  }

  static AnswerTask start(Supplier<Answer> asking, AnswerListener listener) {
    AnswerTask task = new AnswerTask(asking, listener);
    task.thread.start();
    return task;
  }

  /** The answer's number, as soon as it is known. */
  public OptionalLong messageId() {
    Answer begun = answer;
    return begun == null ? OptionalLong.empty() : OptionalLong.of(begun.messageId());
  }

  /**
   * Ends the answer at the server, which keeps what came; the listener is told the end. For an
   * answer that has not begun this returns at once, and it is stopped as soon as it has.
   */
  public void stop() {
    stopped = true;
    Answer begun = answer;
    if (begun != null) {
      begun.stop();
    }
  }

  /**
   * Waits for the end.
   *
   * @throws PotokClientException what the listener was told by {@link AnswerListener#onFailure}, or
   *     {@link AnswerFailedException} for an error that it was told
   * @throws CancellationException if the task was closed before the end
   */
  public MessageEnd await() {
    try {
      return result.get();
    } catch (InterruptedException e) {
      throw WaitInterruptedException.of(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends the reading; the answer goes on at the server. Harmless a second time. */
  @Override
  public void close() {
    closed = true;
    Answer begun = answer;
    if (begun != null) {
      begun.close();
    } else {
      thread.interrupt();
    }
  }

  private void run() {
    try (Answer begun = asking.get()) {
      answer = begun;
      if (closed) {
        throw new CancellationException();
      }
      if (stopped) {
        begun.stop();
      }
      for (AnswerEvent event : begun) {
        tell(event);
      }
      result.complete(begun.await());
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      // Whoever waits must not wait for ever, whatever the listener has thrown.
      result.completeExceptionally(e);
      throw e;
    }
  }

  private void tell(AnswerEvent event) {
    switch (event) {
      case MessageStart start -> listener.onMessageStart(start);
      case MessageDelta delta -> listener.onMessageDelta(delta);
      case MessageEnd end -> listener.onMessageEnd(end);
      case AnswerError error -> listener.onError(error);
    }
  }

  private void fail(RuntimeException e) {
    if (closed) {
      result.completeExceptionally(
          new CancellationException("the task was closed before the answer's end"));
      return;
    }
    try {
      switch (e) {
        case AnswerFailedException failed -> listener.onError(failed.error());
        case PotokClientException failed -> listener.onFailure(failed);
        default -> {
          // The listener's own, which await gives to whoever asks.
        }
      }
    } finally {
      result.completeExceptionally(e);
    }
  }
}
