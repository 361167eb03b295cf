package dev.potok.langchain4j;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Hands on to its one subscriber what is read, on the thread that reads. One thread. */
final class BodyPublisher implements Publisher<ByteBuffer>, Subscription {
  private @Nullable Subscriber<? super ByteBuffer> subscriber;
  private long requested;
  private boolean cancelled;

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> wanting) {
    subscriber = wanting;
    wanting.onSubscribe(this);
  }

  @Override
  public void request(long count) {
    requested = count > Long.MAX_VALUE - requested ? Long.MAX_VALUE : requested + count;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /**
   * Hands something on.
   *
   * @throws IllegalStateException if it was not asked for: on this one thread nobody will
   */
  void publish(ByteBuffer buffer) {
    if (requested == 0) {
      throw new IllegalStateException("nobody wants more of the stream");
    }
    requested--;
    subscriber().onNext(buffer);
  }

  /** There is no more. */
  void complete() {
    if (!cancelled) {
      subscriber().onComplete();
    }
  }

  private Subscriber<? super ByteBuffer> subscriber() {
    if (subscriber == null) {
      throw new IllegalStateException("nobody reads the stream");
    }
    return subscriber;
  }
}
