package dev.potok.models;

import dev.potok.engine.ModelException;

/** One request has failed before anything of an answer came. */
final class AttemptFailedException extends Exception {
  private final transient ModelException failure;
  private final boolean mayRetry;

  /**
   * A failure.
   *
   * @param failure what to tell if it is not tried again
   * @param mayRetry whether the same request may succeed in a moment
   */
  AttemptFailedException(ModelException failure, boolean mayRetry) {
    super(failure);
    this.failure = failure;
    this.mayRetry = mayRetry;
  }

  ModelException failure() {
    return failure;
  }

  boolean mayRetry() {
    return mayRetry;
  }
}
