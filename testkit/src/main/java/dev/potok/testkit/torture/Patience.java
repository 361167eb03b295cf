package dev.potok.testkit.torture;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a client tries, and how long it waits between two attempts. One thread. */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  private final RandomGenerator random;
  private final Duration length;
  private final long deadline;
  private long pauseNanos = FIRST_PAUSE.toNanos();

  Patience(RandomGenerator random, Duration length) {
    this.random = random;
    this.length = length;
    this.deadline = System.nanoTime() + length.toNanos();
  }

  boolean isLeft() {
    return System.nanoTime() - deadline < 0;
  }

  /** Waits, the next time longer, and seldom as long as others. */
  void pause() throws InterruptedException {
    Thread.sleep(Duration.ofNanos(random.nextLong(pauseNanos / 2, pauseNanos + 1)));
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE.toNanos());
  }

  /** An attempt has got somewhere: the next pause is short again. */
  void reset() {
    pauseNanos = FIRST_PAUSE.toNanos();
  }

  @Override
  public String toString() {
    return length.toString();
  }
}
