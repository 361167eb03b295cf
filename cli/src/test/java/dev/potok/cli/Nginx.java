package dev.potok.cli;

import dev.potok.testkit.Ports;
import dev.potok.testkit.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The nginx of this machine as a proxy before a server, with its default settings. */
final class Nginx implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private Nginx(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where nginx is; empty if it is not installed. */
  static Optional<Path> program() {
    return Stream.of(
            "/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it before a server that listens already; told more than {@code proxy_pass}, if any. */
  static Nginx start(Path folder, int upstreamPort, String more)
      throws IOException, InterruptedException {
    int port = Ports.free();
    Path prefix = Files.createDirectories(folder.resolve("nginx"));
    Path file =
        Files.writeString(prefix.resolve("nginx.conf"), configuration(port, upstreamPort, more));
    ServerProcess process =
        ServerProcess.start(
            List.of(
                program().orElseThrow().toString(), "-p", prefix.toString(), "-c", file.toString()),
            Map.of(),
            URI.create("http://127.0.0.1:" + port + "/health"));
    return new Nginx(process, port);
  }

  private static String configuration(int port, int upstreamPort, String more) {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    error_log stderr warn;
    events {}
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server {
        listen 127.0.0.1:%d;
        location / {
          proxy_pass http://127.0.0.1:%d;
          %s
        }
      }
    }
    """
        .formatted(port, upstreamPort, more);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
