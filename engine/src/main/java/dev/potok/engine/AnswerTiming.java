package dev.potok.engine;

import dev.potok.protocol.AnswerTimes;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Measures one answer while it is made. The clock is read where something changes, not for every
 * piece. Thread-safe: the answer's owner tells what comes, and whoever ends it asks.
 */
final class AnswerTiming {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier nanoTime;
  private final long startedAt;
  private OptionalLong firstAt = OptionalLong.empty();
  private boolean hasThought;
  private boolean isThinking;
  private long thinkingSince;

  /** What was thought in stretches that are over, in nanoseconds. */
  private long thought;

  /**
   * The answer is asked for now.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  AnswerTiming(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
  }

  /** A piece of a thought has come. */
  synchronized void thinking() {
    if (!isThinking) {
      thinkingSince = nanoTime.getAsLong();
      hasThought = true;
      isThinking = true;
      first(thinkingSince);
    }
  }

  /** A piece of the text has come. */
  synchronized void text() {
    if (isThinking || firstAt.isEmpty()) {
      long now = nanoTime.getAsLong();
      first(now);
      if (isThinking) {
        thought += now - thinkingSince;
        isThinking = false;
      }
    }
  }

  private void first(long now) {
    if (firstAt.isEmpty()) {
      firstAt = OptionalLong.of(now);
    }
  }

  /** The times, if the answer ends now. */
  synchronized AnswerTimes taken() {
    long now = nanoTime.getAsLong();
    long thinking = thought + (isThinking ? now - thinkingSince : 0);
    return new AnswerTimes(
        millis(now - startedAt),
        firstAt.isPresent() ? millis(firstAt.getAsLong() - startedAt) : OptionalLong.empty(),
        hasThought ? millis(thinking) : OptionalLong.empty());
  }

  private static OptionalLong millis(long nanos) {
    return OptionalLong.of(nanos / NANOS_PER_MILLI);
  }
}
