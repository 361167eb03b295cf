package dev.potok.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.common.buffers.BufferData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientWriterTest {
  private static final Duration STALLED_AFTER = Duration.ofSeconds(30);
  private static final int BODY_BYTES = 8 << 20;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  @Test
  void aClientThatTakesNothingOfOneLargeWriteIsCutAndItsThreadGoesOn() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SocketChannel server = SocketChannel.open(listener.getLocalSocketAddress());
        Socket client = listener.accept();
        ReaderWatch watch = new ReaderWatch(nanos::get, STALLED_AFTER)) {
      AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
      Thread writer = write(server, watch, failure);
      awaitStall();
      nanos.addAndGet(STALLED_AFTER.toNanos() + 1);

      assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.get()).isInstanceOf(UncheckedIOException.class);
      assertThat(server.isOpen()).isFalse();
      assertThat(client.getInputStream().readAllBytes().length).isLessThan(BODY_BYTES);
    }
  }

  @Test
  void aClientThatTakesItSlowlyHasAllOfIt() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SocketChannel server = SocketChannel.open(listener.getLocalSocketAddress());
        Socket client = listener.accept();
        ReaderWatch watch = new ReaderWatch(nanos::get, STALLED_AFTER)) {
      AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
      Thread writer = write(server, watch, failure);
      for (int left = BODY_BYTES; left > 0; ) {
        nanos.addAndGet(STALLED_AFTER.toNanos() / 4);
        left -= client.getInputStream().readNBytes(Math.min(left, BODY_BYTES / 8)).length;
      }
      assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.get()).isNull();
    }
  }

  private Thread write(
      SocketChannel server,
      ReaderWatch watch,
      AtomicReference<@Nullable RuntimeException> failure) {
    ClientWriter out =
        new ClientWriter(new ToChannel(server), watch, new OlderHttp("localhost:80"));
    return Thread.ofVirtual()
        .start(() -> {
          try {
            out.write(BufferData.create(new byte[BODY_BYTES]));
          } catch (UncheckedIOException e) {
            failure.set(e);
          }
        });
  }

  /** What the system holds for the client is full. */
  private void awaitStall() {
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(() -> before.getAndSet(taken.get()) == taken.get() && taken.get() > 0);
  }

  /** Writes to a socket as the server does. */
  private final class ToChannel extends PlainWriter {
    private final SocketChannel channel;

    private ToChannel(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public void writeNow(BufferData buffer) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer.readBytes());
      try {
        while (bytes.hasRemaining()) {
          taken.addAndGet(channel.write(bytes));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
