package dev.potok.server.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Cuts clients that take nothing, or send nothing of what they have begun, and counts those that
 * read a stream. A blocked read or write on a socket never times out by itself; but a virtual
 * thread that is interrupted in one closes the socket, and so the client is gone, and the answer
 * that it read goes on.
 *
 * @see java.net.Socket#getOutputStream()
 */
public final class ReaderWatch implements AutoCloseable {

  /** How long a client may take to accept one slice of bytes, or to send some. */
  public static final Duration STALLED_AFTER = Duration.ofSeconds(30);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Logger LOG = System.getLogger(ReaderWatch.class.getName());

  private final LongSupplier nanoTime;
  private final Duration stalledAfter;
  private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
  private final AtomicInteger readers = new AtomicInteger();
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

  /** A read or write of the calling thread begins; to be closed by it when it has ended. */
  Exchange exchange() {
    Exchange begun = new Exchange(Thread.currentThread(), nanoTime.getAsLong());
    exchanges.add(begun);
    return begun;
  }

  /** Counts one more reader, until it is closed. */
  Reader reader() {
    readers.incrementAndGet();
    return readers::decrementAndGet;
  }

  /** How many readers have a stream open. */
  public int count() {
    return readers.get();
  }

  private void run() {
    try {
      while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = nanoTime.getAsLong();
        exchanges.forEach(exchange -> exchange.cutIfStalled(now));
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

  /** A reader that is counted. */
  @FunctionalInterface
  interface Reader extends AutoCloseable {
    @Override
    void close();
  }

  /** A thread that waits for a client to take or send bytes. */
  final class Exchange implements AutoCloseable {
    private final Thread waiting;
    private final long since;
    private boolean done;

    private Exchange(Thread waiting, long since) {
      this.waiting = waiting;
      this.since = since;
    }

    /** Under the lock, so that one that has just ended is not the one that is cut. */
    private synchronized void cutIfStalled(long now) {
      if (!done && now - since > stalledAfter.toNanos()) {
        done = true;
        LOG.log(
            Level.INFO,
            "a client took or sent nothing for {0} s and is cut",
            stalledAfter.toSeconds());
        waiting.interrupt();
      }
    }

    /** It has ended: the client has made progress. */
    @Override
    public synchronized void close() {
      done = true;
      exchanges.remove(this);
    }
  }
}
