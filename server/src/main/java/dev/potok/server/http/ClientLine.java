package dev.potok.server.http;

import io.helidon.common.buffers.DataReader;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on one connection, and whether it has gone while it is being answered.
 *
 * <p>Nobody reads from a connection while a response is made, so a client that closes it is noticed
 * only by a write that fails. A {@link #watch} reads meanwhile, on a thread of its own: an end of
 * the stream means that the client is gone; bytes are the beginning of its next request and are
 * kept for it. That thread is not ended with the watch, since to interrupt a read would close the
 * connection; it goes on until the next request comes, or the end, and hands over what it has read.
 * So there is one reader at any time: that thread, or else the connection's own.
 */
public final class ClientLine {
  private final DataReader in;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private boolean readingAhead;
  private byte @Nullable [] ahead;
  private boolean atEnd;
  private @Nullable Watch armed;

  ClientLine(DataReader in) {
    this.in = in;
  }

  /**
   * The next bytes, null at the end; for the connection's thread. An interrupt is how the server
   * ends a connection that is idle, and so is an end too.
   */
  byte @Nullable [] next() {
    lock.lock();
    try {
      while (readingAhead) {
        changed.await();
      }
      if (ahead != null || atEnd) {
        byte[] kept = ahead;
        ahead = null;
        return kept;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
    return read();
  }

  private byte @Nullable [] read() {
    try {
      in.ensureAvailable();
    } catch (DataReader.InsufficientDataAvailableException e) {
      return null;
    }
    return in.readBytes(in.available());
  }

  /**
   * Watches the client until the watch is closed; for the connection's thread, when it has read the
   * whole request. A client that sends its next request before it has the response is not watched
   * any more.
   *
   * @param onGone is run once, on another thread, if the client is gone
   */
  public Watch watch(Runnable onGone) {
    Watch watch = new Watch(onGone);
    lock.lock();
    try {
      armed = watch;
      if (atEnd) {
        onGone.run();
      } else if (ahead == null && !readingAhead) {
        readingAhead = true;
        Thread.ofVirtual().name("potok-client-line").start(this::readAhead);
      }
    } finally {
      lock.unlock();
    }
    return watch;
  }

  private void readAhead() {
    byte[] bytes = null;
    try {
      bytes = read();
    } catch (RuntimeException e) {
      // A connection that cannot be read has ended, however it came to that.
      bytes = null;
    } finally {
      handOver(bytes);
    }
  }

  private void handOver(byte @Nullable [] bytes) {
    lock.lock();
    try {
      readingAhead = false;
      ahead = bytes;
      atEnd = bytes == null;
      Watch watch = armed;
      if (atEnd && watch != null) {
        watch.onGone.run();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Someone who waits for a client to go. */
  public final class Watch implements AutoCloseable {
    private final Runnable onGone;

    private Watch(Runnable onGone) {
      this.onGone = onGone;
    }

    /** After this nobody is told. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (armed == this) {
          armed = null;
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
