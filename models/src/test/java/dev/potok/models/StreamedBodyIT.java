package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server that never looks whether its client is still there sees of a closed body. */
@Timeout(30)
class StreamedBodyIT {

  /** How long a server may be able to write to a connection that is closed. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** As long as nothing moves, all is full between the server and a reader that takes nothing. */
  private static final Duration UNTIL_FULL = Duration.ofMillis(300);

  private static final int ROUNDS = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Each round finds the client as the one before has left it, mostly asleep. */
  @Test
  void aServerThatOnlyWritesCannotOnceTheReaderHasClosed() throws Exception {
    try (ModelHttp http = ModelHttp.open()) {
      for (int round = 0; round < ROUNDS; round++) {
        try (Flood flood = new Flood()) {
          StreamedBody body = flood.read(http);
          await().during(UNTIL_FULL).until(flood::isHeldUp);

          body.close();

          assertThat(flood.broken.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isNotNull();
        }
      }
    }
  }

  @Test
  void aBodyCanBeClosedAfterItsClient() throws Exception {
    try (Flood flood = new Flood()) {
      ModelHttp http = ModelHttp.open();
      StreamedBody body = flood.read(http);
      http.close();

      assertThatCode(body::close).doesNotThrowAnyException();
    }
  }

  /** A server that writes until it cannot, and reads nothing behind the request. */
  private static final class Flood implements AutoCloseable {
    private static final int REQUEST_BYTES = 4096;

    private final ServerSocket listener =
        new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    final CompletableFuture<IOException> broken = new CompletableFuture<>();
    private final AtomicLong written = new AtomicLong();
    private long seen = -1;

    Flood() throws IOException {
      Thread.ofPlatform().daemon().start(this::serve);
    }

    /** The body of a response that has begun. */
    StreamedBody read(ModelHttp http) throws Exception {
      URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
      StreamedBody body =
          http.send(HttpRequest.newBuilder(uri).build(), http.deadline(PATIENCE)).body();
      assertThat(body.read(new byte[1], 0, http.deadline(PATIENCE))).isEqualTo(1);
      return body;
    }

    /** Whether nothing was taken since this was last asked. */
    boolean isHeldUp() {
      long before = seen;
      seen = written.get();
      return seen == before;
    }

    private void serve() {
      try (Socket socket = listener.accept()) {
        OutputStream out = socket.getOutputStream();
        assertThat(socket.getInputStream().read(new byte[REQUEST_BYTES])).isPositive();
        out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
        while (true) {
          out.write("6\r\nagain \r\n".getBytes(UTF_8));
          written.incrementAndGet();
        }
      } catch (IOException e) {
        broken.complete(e);
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
