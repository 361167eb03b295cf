package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on one connection, and whether it has ended that while it is being answered.
 *
 * <p>Nobody reads from a connection while a response is made, so a client that closes it is noticed
 * only by a write that fails. A {@link #watch} reads meanwhile, on a thread of its own: bytes are
 * the beginning of the client's next request and are kept for it. That thread is not ended with the
 * watch, since to interrupt a read would close the connection; it goes on until the next request
 * comes, or the end, and hands over what it has read. So there is one reader at any time: that
 * thread, or else the connection's own.
 *
 * <p>An end of the stream means that the client sends no more: it has gone, or it has closed its
 * half of the connection and still reads. The two differ in what comes of a write: the system of a
 * client that has gone answers it with a reset, and then the next write fails. So who has to know
 * writes something that means nothing, first after {@link #ASK_FIRST} and then ever more seldom:
 * who has gone is found out by the second time, and who has not may wait long.
 */
public final class ClientLine {

  /** How long to wait before a client that may have gone is written to for the second time. */
  static final Duration ASK_FIRST = Duration.ofMillis(250);

  /** The longest wait before it is written to once more. */
  static final Duration ASK_LAST = Duration.ofSeconds(8);

  /** How long what a client still sends is taken after a response that it need not wait for. */
  static final Duration LINGER = Duration.ofSeconds(2);

  /** RFC 9110, 15.2: a client must be able to read it, and may pass it over. */
  private static final byte[] INTERIM = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

  private final DataReader in;

  /** What the server reads from. */
  private final DataReader requests = DataReader.create(this::next);

  private final DataWriter out;
  private final OlderHttp older;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Belongs to the thread of the connection. */
  private boolean lastRequest;

  /** Belongs to the thread of the connection. */
  private boolean lingers;

  // Guarded by the lock.
  private boolean readingAhead;
  private byte @Nullable [] ahead;
  private boolean atEnd;
  private @Nullable Watch armed;

  ClientLine(DataReader in, DataWriter out, OlderHttp older) {
    this.in = in;
    this.out = out;
    this.older = older;
  }

  /** All that the client sends, up to its last request; for the connection's thread. */
  DataReader requests() {
    return requests;
  }

  /**
   * The next bytes, null at the end; for the connection's thread. An interrupt is how the server
   * ends a connection that is idle, and so is an end too.
   */
  byte @Nullable [] next() {
    if (lingers) {
      linger();
    }
    if (lastRequest) {
      return null;
    }
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
    byte[] bytes = read();
    while (bytes != null && older.wantsRequest()) {
      byte[] translated = older.request(bytes);
      if (translated.length > 0) {
        return translated;
      }
      bytes = read();
    }
    return bytes;
  }

  /**
   * Lets no further request through, not even one that has come already, so that the connection is
   * closed when the response is made; for the connection's thread.
   */
  public void endAfterThisRequest() {
    lastRequest = true;
    requests.skip(requests.available());
  }

  /**
   * Ends the line as {@link #endAfterThisRequest} in the middle of a request. What the client still
   * sends of it is taken for {@link #LINGER}: a connection that is closed with bytes unread is
   * reset, and the response may be lost with it.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
   */
  public void endWithinThisRequest() {
    endAfterThisRequest();
    lingers = true;
  }

  /** The thread that reads ends with the connection, if not before. */
  private void linger() {
    lingers = false;
    Thread rest = Thread.ofVirtual().name("potok-client-rest").start(this::passOverRest);
    try {
      rest.join(LINGER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void passOverRest() {
    try {
      while (read() != null) {
        // Nobody wants it.
      }
    } catch (RuntimeException e) {
      // A connection that cannot be read has ended, however it came to that.
    }
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
   * @param onEnd is run once, on another thread, if the client sends no more
   */
  public Watch watch(Runnable onEnd) {
    Watch watch = new Watch(onEnd);
    lock.lock();
    try {
      armed = watch;
      if (atEnd) {
        onEnd.run();
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
        watch.onEnd.run();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Someone who waits for a client to end what it sends. */
  public final class Watch implements AutoCloseable {
    private final Runnable onEnd;

    /** Belongs to the thread of the connection. */
    private Duration untilNextAsk = ASK_FIRST;

    private Watch(Runnable onEnd) {
      this.onEnd = onEnd;
    }

    /** Whether the client sends no more: it has gone, or it only reads. */
    public boolean ended() {
      lock.lock();
      try {
        return atEnd;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Asks a client that sends no more whether it is there, by an interim response; for the
     * connection's thread, before it begins the response. A client that has gone is found out by
     * the second time. HTTP/1.0 has no such response, so there who sends no more counts as gone.
     *
     * @throws UncheckedIOException if the client has gone
     */
    public void ask() {
      if (older.isSpoken()) {
        throw new UncheckedIOException(new EOFException("the client has closed the connection"));
      }
      out.writeNow(BufferData.create(INTERIM));
    }

    /**
     * How long to wait before the client is written to again, twice as long each time; for the
     * connection's thread.
     */
    public Duration untilNextAsk() {
      Duration wait = untilNextAsk;
      Duration next = wait.multipliedBy(2);
      untilNextAsk = next.compareTo(ASK_LAST) < 0 ? next : ASK_LAST;
      return wait;
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
