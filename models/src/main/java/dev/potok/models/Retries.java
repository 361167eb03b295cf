package dev.potok.models;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides whether a failed request is sent again, and waits before it is. Thread-safe if the
 * generator is.
 */
public final class Retries {

  /** How often a request is sent again. */
  static final int MAX_RETRIES = 2;

  /** The longest wait that a server can ask for; one that asks for more is not asked again. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);

  private final RandomGenerator random;
  private final Pause pause;

  /** Retries whose waits are spread by a generator. */
  public Retries(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /**
   * Waits until the next attempt is due.
   *
   * @param attempts how many attempts have failed, from 1
   * @param deadline when an attempt would be of no more use
   * @throws AttemptFailedException the last failure, if there is to be no further attempt
   * @throws InterruptedException if the thread is interrupted
   */
  void await(int attempts, AttemptFailedException last, Deadline deadline)
      throws AttemptFailedException, InterruptedException {
    if (!last.mayRetry() || attempts > MAX_RETRIES) {
      throw last;
    }
    Duration wait = last.failure().retryAfter().orElseGet(() -> backOff(attempts));
    if (wait.compareTo(LONGEST_WAIT) > 0 || wait.toNanos() >= deadline.remainingNanos()) {
      throw last;
    }
    pause.of(wait);
  }

  /** Doubles with each attempt, and is spread over half to the whole of it. */
  private Duration backOff(int attempts) {
    long most = FIRST_WAIT.toMillis() << (attempts - 1);
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }
}
