package dev.potok.models;

import java.time.Duration;

/** Waits. Passed in, so that a test need not. */
@FunctionalInterface
public interface Pause {

  /** Waits by the computer's clock. */
  Pause SLEEP = Thread::sleep;

  /**
   * Returns when the time has passed.
   *
   * @throws InterruptedException if the thread is interrupted before
   */
  void of(Duration time) throws InterruptedException;
}
