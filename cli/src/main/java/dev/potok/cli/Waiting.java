package dev.potok.cli;

import dev.potok.client.WaitInterruptedException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one thread waits for, until another ends its wait. Thread-safe. */
final class Waiting {
  private final ReentrantLock lock = new ReentrantLock();

  /** Who waits; guarded by the lock, so that nobody is interrupted who waits no more. */
  private @Nullable Thread waiting;

  /** What a call gives; nothing if its wait was ended. */
  <T> Optional<T> during(Supplier<T> call) {
    set(Thread.currentThread());
    try {
      return Optional.of(call.get());
    } catch (WaitInterruptedException e) {
      return Optional.empty();
    } finally {
      set(null);
      // It was for this wait alone.
      Thread.interrupted();
    }
  }

  private void set(@Nullable Thread thread) {
    lock.lock();
    try {
      waiting = thread;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait, if there is one. */
  void end() {
    lock.lock();
    try {
      if (waiting != null) {
        waiting.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
