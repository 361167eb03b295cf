package dev.potok.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What stands between a client and a server. */
enum Front {
  /** Nothing. */
  DIRECT,
  /** nginx with its default settings, buffering among them. */
  NGINX;

  /** All that this machine has. */
  static Stream<Front> fronts() {
    if (Nginx.program().isPresent()) {
      return Stream.of(values());
    }
    IO.println("nginx is not installed: only direct connections are tested");
    return Stream.of(DIRECT);
  }

  /** Puts it before a server. */
  Open open(Path folder, TestServer server) throws Exception {
    return switch (this) {
      case DIRECT -> new Open(server.port(), () -> {});
      case NGINX -> {
        Nginx nginx = Nginx.start(folder, server.port());
        yield new Open(nginx.port(), nginx::close);
      }
    };
  }

  /** What stands there until it is closed. */
  record Open(int port, Runnable end) implements AutoCloseable {

    URI uri(String path) {
      return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
