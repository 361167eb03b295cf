package dev.potok.chat;

/** Runs tasks later, on the session's thread. */
@FunctionalInterface
public interface Scheduler {

  /**
   * Runs a task once.
   *
   * <p>The delay is a bare number because a {@code Duration} brings regular expressions and big
   * integers to the page.
   *
   * @param delayMillis how long to wait, in milliseconds, 0 or more; the task never runs inside
   *     this call
   */
  Cancellable schedule(long delayMillis, Runnable task);
}
