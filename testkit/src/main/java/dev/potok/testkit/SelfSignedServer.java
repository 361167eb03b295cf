package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server with a certificate that nobody has signed but itself, made for it when it starts. Counts
 * what a client tells it in spite of that. Thread-safe.
 */
public final class SelfSignedServer implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final SSLContext tls;
  private final TcpServer server;
  private final AtomicLong bytesReceived = new AtomicLong();

  private SelfSignedServer(SSLContext tls) {
    this.tls = tls;
    this.server = TcpServer.start(0, this::serve);
  }

  /** A server on a free port. Makes its certificate with the JDK's {@code keytool}. */
  public static SelfSignedServer start() throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("self-signed");
      Path store = folder.resolve("keys.p12");
      try {
        makeKeys(store);
        return new SelfSignedServer(context(store));
      } finally {
        Files.deleteIfExists(store);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its address, such as {@code https://localhost:port/v1}. */
  public URI baseUrl() {
    return URI.create("https://localhost:" + server.port() + "/v1");
  }

  /** How many connections were ever made. */
  public int acceptedConnections() {
    return server.acceptedConnections();
  }

  /** How many bytes clients have sent behind the handshake. */
  public long bytesReceived() {
    return bytesReceived.get();
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(Socket socket) throws IOException {
    try (SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, null, server.port(), false)) {
      secure.setUseClientMode(false);
      secure.startHandshake();
      InputStream in = secure.getInputStream();
      // A client that refuses the certificate ends this with an alert.
      while (in.read() >= 0) {
        bytesReceived.incrementAndGet();
      }
    }
  }

  private static void makeKeys(Path store) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + output);
    }
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
