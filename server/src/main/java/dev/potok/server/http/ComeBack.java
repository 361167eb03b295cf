package dev.potok.server.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether the server is about to end, and when who is sent away should come back: each at another
 * time, so that not all come at once. Thread-safe if the generator is.
 */
public final class ComeBack {
  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private volatile boolean closing;

  /** The server goes on for now. */
  public ComeBack(RandomGenerator random) {
    this.random = random;
  }

  /** The server is about to end. */
  public void close() {
    closing = true;
  }

  /** Whether the server is about to end. */
  public boolean closing() {
    return closing;
  }

  /** How long to wait before the next attempt. */
  public Duration delay() {
    return Duration.ofMillis(random.nextLong(SOONEST.toMillis(), LATEST.toMillis() + 1));
  }
}
