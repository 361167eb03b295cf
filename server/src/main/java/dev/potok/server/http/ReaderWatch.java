package dev.potok.server.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Cuts readers that take nothing. A blocked write on a socket never times out by itself; but a
 * virtual thread that is interrupted in one closes the socket, and so the reader is gone, and the
 * answer that it read goes on.
 *
 * @see java.net.Socket#getOutputStream()
 */
public final class ReaderWatch implements AutoCloseable {

  /** How long a reader may take to accept one slice of bytes. */
  public static final Duration STALLED_AFTER = Duration.ofSeconds(30);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Logger LOG = System.getLogger(ReaderWatch.class.getName());

  private final LongSupplier nanoTime;
  private final Duration stalledAfter;
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins at once.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public ReaderWatch(LongSupplier nanoTime, Duration stalledAfter) {
    this.nanoTime = nanoTime;
    this.stalledAfter = stalledAfter;
    this.thread = Thread.ofVirtual().name("potok-reader-watch").start(this::run);
  }

  /** Watches the calling thread from now on; to be closed by it. */
  Watched watch() {
    Watched added = new Watched(Thread.currentThread());
    watched.add(added);
    return added;
  }

  /** How many threads write to readers. */
  public int count() {
    return watched.size();
  }

  private void run() {
    try {
      while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = nanoTime.getAsLong();
        watched.forEach(reader -> reader.cutIfStalled(now));
      }
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "readers are no longer watched", e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that writes to a reader. */
  final class Watched implements AutoCloseable {
    private final Thread writer;
    private boolean writing;
    private long since;

    private Watched(Thread writer) {
      this.writer = writer;
    }

    /** A write begins. */
    synchronized void begin() {
      writing = true;
      since = nanoTime.getAsLong();
    }

    /** The write has ended: the reader has made progress. */
    synchronized void end() {
      writing = false;
    }

    /** Under the lock, so that a write that has just ended is not the one that is cut. */
    private synchronized void cutIfStalled(long now) {
      if (writing && now - since > stalledAfter.toNanos()) {
        writing = false;
        LOG.log(Level.INFO, "a reader took nothing for {0} s and is cut", stalledAfter.toSeconds());
        writer.interrupt();
      }
    }

    /** The thread writes no more. */
    @Override
    public void close() {
      watched.remove(this);
    }
  }
}
