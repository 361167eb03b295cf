package dev.potok.server;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The way to one reader: gathers small pieces, writes them in slices, and is watched meanwhile. At
 * most one slice waits here; what the system keeps for the socket is bounded by {@link
 * PotokServer#SEND_BUFFER_BYTES}. Belongs to the thread that made it.
 */
final class ReaderOutput implements AutoCloseable {

  /** The most bytes that are written at once. The reader's progress is seen slice by slice. */
  static final int SLICE_BYTES = 16 * 1024;

  private final OutputStream out;
  private final ReaderWatch.Watched watched;
  private final byte[] slice = new byte[SLICE_BYTES];
  private int filled;

  ReaderOutput(OutputStream out, ReaderWatch watch) {
    this.out = out;
    this.watched = watch.watch();
  }

  /** Adds bytes; blocks while the reader does not take what came before. */
  void add(byte[] bytes) throws IOException {
    add(bytes, bytes.length);
  }

  /** Adds the first bytes of an array as {@link #add(byte[])}. */
  void add(byte[] bytes, int count) throws IOException {
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
  void flush() throws IOException {
    watched.begin();
    try {
      out.write(slice, 0, filled);
      out.flush();
      filled = 0;
    } finally {
      watched.end();
    }
  }

  /** Ends the response; a reader that is gone is no fault. */
  @Override
  public void close() throws IOException {
    watched.begin();
    try {
      out.close();
    } finally {
      watched.end();
      watched.close();
    }
  }
}
