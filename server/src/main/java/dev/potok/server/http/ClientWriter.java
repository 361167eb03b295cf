package dev.potok.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/**
 * Writes to one connection whatever the server has to say, in slices, each of which is watched: no
 * client that takes nothing holds the thread of its connection, whatever it asked for.
 */
final class ClientWriter implements DataWriter {

  /** The most bytes that are written at once: a slice of a reader's, and what frames it. */
  static final int SLICE_BYTES = 2 * ReaderOutput.SLICE_BYTES;

  private final DataWriter out;
  private final ReaderWatch watch;
  private final OlderHttp older;

  ClientWriter(DataWriter out, ReaderWatch watch, OlderHttp older) {
    this.out = out;
    this.watch = watch;
    this.older = older;
  }

  @Override
  public void write(BufferData... buffers) {
    for (BufferData buffer : buffers) {
      write(buffer);
    }
  }

  @Override
  public void write(BufferData buffer) {
    BufferData all =
        older.isSpoken() ? BufferData.create(older.response(buffer.readBytes())) : buffer;
    while (all.available() > SLICE_BYTES) {
      byte[] slice = new byte[SLICE_BYTES];
      int count = all.read(slice);
      writeSlice(BufferData.create(slice, 0, count));
    }
    if (all.available() > 0) {
      writeSlice(all);
    }
  }

  private void writeSlice(BufferData slice) {
    try (ReaderWatch.Exchange _ = watch.exchange()) {
      out.write(slice);
    }
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
    flush();
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(buffer);
    flush();
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    out.close();
  }
}
