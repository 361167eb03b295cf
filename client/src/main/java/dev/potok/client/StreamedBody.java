package dev.potok.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, read while it comes, with a deadline for each wait: the JDK's own stream
 * has none, and when a connection breaks it drops what has come and was not yet read.
 *
 * <p>The HTTP client's threads add what comes, one thread reads, and any thread may close it. At
 * most one batch of the HTTP client, of about 16 KiB, waits to be read. One that is neither closed
 * nor drained leaks its connection.
 */
final class StreamedBody implements HttpResponse.BodySubscriber<StreamedBody>, AutoCloseable {

  /** How much may follow what is wanted before the connection is closed for it, in bytes. */
  static final int MAX_DRAINED_BYTES = 64 * 1024;

  /** Until the HTTP client gives its own. */
  private static final Flow.Subscription NOT_YET =
      new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  /** Never held while the subscription is called, which takes locks of its own. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  private volatile Flow.Subscription subscription = NOT_YET;

  // The rest is guarded by the lock.
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private boolean ended;
  private @Nullable Throwable broken;
  private boolean closed;
  private boolean draining;
  private long drained;

  @Override
  public CompletionStage<StreamedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (isWanted()) {
      newSubscription.request(1);
    } else {
      newSubscription.cancel();
    }
  }

  private boolean isWanted() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    lock.lock();
    try {
      if (!draining) {
        buffers.addAll(item);
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    discard(item);
  }

  @Override
  public void onError(Throwable cause) {
    change(() -> broken = cause);
  }

  @Override
  public void onComplete() {
    change(() -> ended = true);
  }

  private void change(Runnable action) {
    lock.lock();
    try {
      action.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what has come, or waits for it.
   *
   * @return the next bytes, none at the end
   * @throws IOException if the connection broke or was closed here; what came before has been read
   * @throws TimeoutException if nothing comes before the deadline
   * @throws InterruptedException if the thread is interrupted; reading can go on
   */
  Optional<ByteBuffer> read(Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    boolean isLastOfBatch = false;
    lock.lockInterruptibly();
    try {
      Optional<ByteBuffer> next = take(deadline);
      isLastOfBatch = next.isPresent() && buffers.isEmpty();
      return next;
    } finally {
      lock.unlock();
      if (isLastOfBatch) {
        subscription.request(1);
      }
    }
  }

  private Optional<ByteBuffer> take(Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    while (true) {
      ByteBuffer next = buffers.poll();
      if (next != null) {
        return Optional.of(next);
      }
      if (closed) {
        throw new IOException("the connection was closed here");
      }
      if (broken != null) {
        throw new IOException(String.valueOf(broken.getMessage()), broken);
      }
      if (ended) {
        return Optional.empty();
      }
      long left = deadline.remainingNanos();
      if (left <= 0 || !changed.await(left, TimeUnit.NANOSECONDS)) {
        throw new TimeoutException("no byte before the deadline");
      }
    }
  }

  /**
   * Reads to the end.
   *
   * @throws IOException as {@link #read}, or if there is more than the limit, in bytes
   * @throws TimeoutException if the end does not come before the deadline
   */
  byte[] readAll(int limit, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Optional<ByteBuffer> next = read(deadline); next.isPresent(); next = read(deadline)) {
      all.writeBytes(bytes(next.get()));
      if (all.size() > limit) {
        throw new IOException("a reply of more than " + limit + " bytes");
      }
    }
    return all.toByteArray();
  }

  /**
   * Reads to the end or as far as the limit, in bytes; what lies behind it is left unread.
   *
   * @throws IOException as {@link #read}
   * @throws TimeoutException if neither is reached before the deadline
   */
  byte[] readSome(int limit, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    ByteArrayOutputStream some = new ByteArrayOutputStream();
    while (some.size() < limit) {
      Optional<ByteBuffer> next = read(deadline);
      if (next.isEmpty()) {
        return some.toByteArray();
      }
      some.writeBytes(bytes(next.get()));
    }
    return Arrays.copyOf(some.toByteArray(), limit);
  }

  /** What is left in a buffer. */
  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** What still comes is of no interest; the connection can be used again once it has come. */
  void drain() {
    List<ByteBuffer> waiting = new ArrayList<>();
    lock.lock();
    try {
      draining = true;
      waiting.addAll(buffers);
      buffers.clear();
    } finally {
      lock.unlock();
    }
    if (!waiting.isEmpty()) {
      discard(waiting);
    }
  }

  /** Closes the connection, unless the body came to its end. */
  @Override
  public void close() {
    change(() -> {
      closed = true;
      buffers.clear();
    });
    subscription.cancel();
  }

  private void discard(List<ByteBuffer> item) {
    if (countDrained(item) > MAX_DRAINED_BYTES) {
      close();
    } else {
      subscription.request(1);
    }
  }

  private long countDrained(List<ByteBuffer> item) {
    lock.lock();
    try {
      for (ByteBuffer bytes : item) {
        drained += bytes.remaining();
      }
      return drained;
    } finally {
      lock.unlock();
    }
  }
}
