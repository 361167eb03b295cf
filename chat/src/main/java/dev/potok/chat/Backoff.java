package dev.potok.chat;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt. The first comes at once, for a connection that was just
 * cut; then the waits double, and each is spread so that many readers do not return together.
 */
public final class Backoff {

  /** The longest wait before the first attempt, in milliseconds. */
  static final long FIRST_MILLIS = 100;

  /** The longest wait before the second attempt, in milliseconds. */
  static final long SECOND_MILLIS = 500;

  /** The longest wait of all, in milliseconds. */
  static final long MAX_MILLIS = 5_000;

  private final DoubleSupplier random;
  private int attempts;

  /** Waits that are spread by numbers from 0 to below 1. */
  public Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /** The wait before the next attempt, in milliseconds. */
  public long nextMillis() {
    if (attempts++ == 0) {
      return (long) (FIRST_MILLIS * random.getAsDouble());
    }
    int doublings = Math.min(attempts - 2, 16);
    long longest = Math.min(SECOND_MILLIS << doublings, MAX_MILLIS);
    return (long) (longest * (0.5 + 0.5 * random.getAsDouble()));
  }

  /** The next attempt is a first one again. */
  public void reset() {
    attempts = 0;
  }
}
