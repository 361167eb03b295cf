package dev.potok.testkit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets tokens pass only as they are released, so that a test steps through an answer without
 * waiting for time. Thread-safe.
 */
final class TokenGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private long forAnyone;

  /** Releases tokens to whichever answer asks first. */
  void release(int tokens) {
    lock.lock();
    try {
      forAnyone += tokens;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The place of one answer before the gate. */
  Place place() {
    return new Place();
  }

  final class Place {
    private long forThis;

    /** Releases tokens to this answer alone. */
    void release(int tokens) {
      lock.lock();
      try {
        forThis += tokens;
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Waits until a token is released, its own ones first. */
    void pass() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (forThis == 0 && forAnyone == 0) {
          released.await();
        }
        if (forThis > 0) {
          forThis--;
        } else {
          forAnyone--;
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
