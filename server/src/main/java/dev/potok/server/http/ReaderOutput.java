package dev.potok.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * The way to one reader: gathers small pieces and writes them in slices. At most one slice waits
 * here; what the system keeps for the socket is bounded by the server. Belongs to the thread that
 * made it.
 */
public final class ReaderOutput implements AutoCloseable {

  /** The most bytes that are written at once. */
  public static final int SLICE_BYTES = 16 * 1024;

  /** How long a stream is silent before a comment shows that it is open. */
  public static final Duration PING_AFTER = Duration.ofSeconds(10);

  private final OutputStream out;
  private final ReaderWatch.Reader counted;
  private final byte[] slice = new byte[SLICE_BYTES];
  private int filled;

  /** A way for the calling thread. */
  public ReaderOutput(OutputStream out, ReaderWatch watch) {
    this.out = out;
    this.counted = watch.reader();
  }

  /** Adds bytes; blocks while the reader does not take what came before. */
  public void add(byte[] bytes) throws IOException {
    add(bytes, bytes.length);
  }

  /** Adds the first bytes of an array as {@link #add(byte[])}. */
  public void add(byte[] bytes, int count) throws IOException {
    int offset = 0;
    while (offset < count) {
      int length = Math.min(count - offset, SLICE_BYTES - filled);
      System.arraycopy(bytes, offset, slice, filled, length);
      filled += length;
      offset += length;
      if (filled == SLICE_BYTES) {
        flush();
      }
    }
  }

  /** Sends what was added. */
  public void flush() throws IOException {
    out.write(slice, 0, filled);
    out.flush();
    filled = 0;
  }

  /** Ends the response; a reader that is gone is no fault. */
  @Override
  public void close() throws IOException {
    try (counted) {
      out.close();
    }
  }
}
