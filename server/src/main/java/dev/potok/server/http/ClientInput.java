package dev.potok.server.http;

import io.helidon.common.buffers.DataReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The long body of a request, read no further than it may be long and no longer than it may take:
 * behind that it fails. A client that sends nothing for {@link ReaderWatch#STALLED_AFTER} is cut.
 * What is done between two reads does not count. Belongs to the thread that reads.
 */
public final class ClientInput extends FilterInputStream {
  private final ReaderWatch watch;
  private final LongSupplier nanoTime;
  private long bytesLeft;
  private long nanosLeft;

  /**
   * A body with its limits.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   * @param within how long the reads may take together
   */
  public ClientInput(
      InputStream in, long maxBytes, Duration within, ReaderWatch watch, LongSupplier nanoTime) {
    super(in);
    this.bytesLeft = maxBytes;
    this.nanosLeft = within.toNanos();
    this.watch = watch;
    this.nanoTime = nanoTime;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long begun = nanoTime.getAsLong();
    int read = watched(bytes, offset, length);
    nanosLeft -= nanoTime.getAsLong() - begun;
    bytesLeft -= Math.max(0, read);
    if (bytesLeft < 0) {
      throw new IOException("longer than it may be");
    }
    if (nanosLeft < 0) {
      throw new IOException("slower than it may be");
    }
    return read;
  }

  /** The server says in other ways too that a body breaks off, or is not in whole chunks. */
  private int watched(byte[] bytes, int offset, int length) throws IOException {
    try (ReaderWatch.Exchange _ = watch.exchange()) {
      return super.read(bytes, offset, length);
    } catch (UncheckedIOException
        | IllegalArgumentException
        | DataReader.InsufficientDataAvailableException e) {
      throw new IOException("the body breaks off", e);
    }
  }
}
