package dev.potok.server.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What several threads have for one reader, in the order of their calls. A thread that would
 * overfill it waits, so a reader that takes nothing holds no more than this. Thread-safe.
 */
public final class Mailbox {

  /** The most bytes that wait; a larger piece waits alone. */
  static final int MAX_BYTES = 16 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean ended;
  private boolean nudged;

  /** Adds a piece; waits while there is no room for it. */
  public void put(Piece piece) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!waiting.isEmpty() && bytes + piece.size() > MAX_BYTES) {
        changed.await();
      }
      waiting.add(piece);
      bytes += piece.size();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing follows that matters. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the reader look up, now or when it waits next, though there may be nothing for it. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing follows, and all was taken. */
  public boolean done() {
    lock.lock();
    try {
      return ended && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What waits next, about a slice of it, so that what is being written is not much more; waits for
   * it if need be. Nothing if the time is over, the reader is nudged, or nothing follows.
   */
  public List<Piece> take(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = wait.toNanos();
      while (waiting.isEmpty() && !ended && !nudged && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      nudged = false;
      List<Piece> taken = new ArrayList<>();
      int size = 0;
      while (!waiting.isEmpty() && size < ReaderOutput.SLICE_BYTES) {
        Piece piece = waiting.removeFirst();
        taken.add(piece);
        size += piece.size();
      }
      bytes -= size;
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
