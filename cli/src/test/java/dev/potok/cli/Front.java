package dev.potok.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What stands between a client and a server. */
enum Front {
  /** Nothing. */
  DIRECT,
  /** nginx told no more than where the server is: it buffers, and speaks HTTP/1.0. */
  NGINX,
  /** nginx that speaks HTTP/1.1. */
  NGINX_HTTP_1_1;

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
      case NGINX -> nginx(folder, server, "");
      case NGINX_HTTP_1_1 -> nginx(folder, server, "proxy_http_version 1.1;");
    };
  }

  private static Open nginx(Path folder, TestServer server, String more) throws Exception {
    Nginx nginx = Nginx.start(folder, server.port(), more);
    return new Open(nginx.port(), nginx::close);
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
