package dev.potok.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A point in monotonic time. Immutable. */
final class Deadline {

  /** What is longer is as good as for ever, and would not fit into a count of nanoseconds. */
  static final Duration LONGEST = Duration.ofDays(36_500);

  private final LongSupplier nanoTime;
  private final long end;

  private Deadline(LongSupplier nanoTime, long end) {
    this.nanoTime = nanoTime;
    this.end = end;
  }

  /** The point that lies this far ahead on a clock of nanoseconds. */
  static Deadline after(Duration time, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
  }

  /** The time, or the longest that is told apart from for ever. */
  static Duration capped(Duration time) {
    return time.compareTo(LONGEST) < 0 ? time : LONGEST;
  }

  /** What is left, in nanoseconds; 0 or less once it has passed. */
  long remainingNanos() {
    return end - nanoTime.getAsLong();
  }

  /** Whether it comes before another of the same clock. */
  boolean isBefore(Deadline other) {
    return end - other.end < 0;
  }
}
