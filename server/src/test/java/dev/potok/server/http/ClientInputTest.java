package dev.potok.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientInputTest {
  private static final Duration WITHIN = Duration.ofSeconds(100);

  private final AtomicLong nanos = new AtomicLong();
  private final ReaderWatch watch = new ReaderWatch(nanos::get, ReaderWatch.STALLED_AFTER);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void aBodyIsReadUpToItsLimit() throws Exception {
    byte[] bytes = new byte[100];
    try (InputStream whole = input(new ByteArrayInputStream(bytes), 100)) {
      assertThat(whole.readAllBytes()).hasSize(100);
    }
    try (InputStream longer = input(new ByteArrayInputStream(bytes), 99)) {
      assertThatThrownBy(longer::readAllBytes).isInstanceOf(IOException.class);
    }
    try (InputStream single = input(new ByteArrayInputStream(bytes), 1)) {
      assertThat(single.read()).isZero();
      assertThatThrownBy(single::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theReadsTakeNoLongerThanTheyMayAndWhatIsBetweenThemDoesNotCount() throws Exception {
    try (InputStream slow = input(new Slow(Duration.ofSeconds(20)), 100)) {
      for (int i = 0; i < 5; i++) {
        assertThat(slow.read()).isEqualTo(7);
        nanos.addAndGet(WITHIN.toNanos());
      }
      assertThatThrownBy(slow::read).isInstanceOf(IOException.class).hasMessageContaining("slower");
    }
  }

  @Test
  void aClientThatSendsNothingIsCut() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept();
        InputStream body = input(server.getInputStream(), 100)) {
      AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  body.readAllBytes();
                } catch (IOException e) {
                  failure.set(e);
                }
              });
      await().until(() -> reader.getState() == Thread.State.WAITING);
      nanos.addAndGet(ReaderWatch.STALLED_AFTER.toNanos() + 1);
      assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.get()).isNotNull();
      assertThat(client.getInputStream().read()).isNegative();
    }
  }

  private ClientInput input(InputStream in, long maxBytes) {
    return new ClientInput(in, maxBytes, WITHIN, watch, nanos::get);
  }

  /** Needs a time for each byte. */
  private final class Slow extends InputStream {
    private final Duration time;

    Slow(Duration time) {
      this.time = time;
    }

    @Override
    public int read() {
      nanos.addAndGet(time.toNanos());
      return 7;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      bytes[offset] = (byte) read();
      return 1;
    }
  }
}
