package dev.potok.models;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response that is read while it comes, with a deadline for each wait.
 *
 * <p>It stands in the place of the JDK's stream for two reasons: that one cannot be read with a
 * deadline, and when a connection breaks it drops what came before and was not yet read, which may
 * be the end of an answer.
 *
 * <p>The client's threads add what comes; one thread reads. At most one batch of the client, of
 * about 16 KiB, waits to be read. Not closing a body leaks its connection.
 */
public final class StreamedBody
    implements HttpResponse.BodySubscriber<StreamedBody>, AutoCloseable {

  private sealed interface Signal {}

  private record Bytes(List<ByteBuffer> buffers) implements Signal {}

  private record End() implements Signal {}

  private record Broken(Throwable cause) implements Signal {}

  private final Runnable frees;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;
  private volatile boolean complete;

  /** What is being read. The reader's own. */
  private Iterator<ByteBuffer> buffers = List.<ByteBuffer>of().iterator();

  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean ended;

  /**
   * A body that is yet to come.
   *
   * @param frees is run once the connection of a body that has not ended is closed
   */
  StreamedBody(Runnable frees) {
    this.frees = frees;
  }

  @Override
  public CompletionStage<StreamedBody> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (closed) {
      newSubscription.cancel();
    } else {
      newSubscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    signals.add(new Bytes(item));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Broken(cause));
  }

  @Override
  public void onComplete() {
    complete = true;
    signals.add(new End());
  }

  /**
   * Reads what has come, or waits for it.
   *
   * @return how many bytes were read, -1 at the end
   * @throws IOException if the connection broke; what came before has been read
   * @throws TimeoutException if nothing comes before the deadline
   * @throws InterruptedException if the thread is interrupted
   */
  public int read(byte[] target, int offset, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (!current.hasRemaining()) {
      if (ended) {
        return -1;
      }
      if (buffers.hasNext()) {
        current = buffers.next();
      } else {
        await(deadline);
      }
    }
    int count = Math.min(current.remaining(), target.length - offset);
    current.get(target, offset, count);
    return count;
  }

  /**
   * Reads to the end, or up to a number of bytes.
   *
   * @throws IOException as {@link #read}
   * @throws TimeoutException if the end does not come before the deadline
   * @throws InterruptedException if the thread is interrupted
   */
  byte[] readAtMost(int limit, Deadline deadline)
      throws IOException, TimeoutException, InterruptedException {
    byte[] bytes = new byte[Math.min(limit, 8 * 1024)];
    int length = 0;
    while (length < limit) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(limit, 2 * length));
      }
      int count = read(bytes, length, deadline);
      if (count < 0) {
        break;
      }
      length += count;
    }
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Closes the connection, unless the body came to its end. The server reads the end at once; one
   * that reads nothing and only writes cannot write from then on.
   */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription toCancel = subscription;
    if (toCancel != null) {
      toCancel.cancel();
      if (!complete) {
        frees.run();
      }
    }
  }

  private void await(Deadline deadline) throws IOException, TimeoutException, InterruptedException {
    Signal signal = signals.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    switch (signal) {
      case null -> throw new TimeoutException("no byte before the deadline");
      case Bytes bytes -> {
        buffers = bytes.buffers().iterator();
        Flow.Subscription source = subscription;
        if (source != null) {
          source.request(1);
        }
      }
      case End _ -> ended = true;
      case Broken broken -> {
        ended = true;
        throw new IOException(broken.cause().getMessage(), broken.cause());
      }
    }
  }
}
