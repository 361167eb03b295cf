package dev.potok.testkit.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP/1.1 call on a connection of its own, which can be broken at any byte. What was received
 * before a break is read before the break is told. One thread; {@link #reset} may be called by any.
 */
final class RawCall implements AutoCloseable {

  /** The longest silence; the server sends a comment every ten seconds. */
  private static final Duration SILENCE = Duration.ofSeconds(25);

  private final Socket socket;
  private final InputStream in;
  private final int status;
  private final Map<String, String> headers = new HashMap<>();
  private final boolean chunked;

  /** What is left of the chunk, or of a body with a length. */
  private long left;

  private boolean ended;

  private RawCall(Socket socket, String head, String body) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) SILENCE.toMillis());
    socket.getOutputStream().write((head + body).getBytes(UTF_8));
    this.in = new BufferedInputStream(socket.getInputStream());
    this.status = readStatus(line());
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    this.chunked = headers.getOrDefault("transfer-encoding", "").contains("chunked");
    this.left = chunked ? 0 : Long.parseLong(headers.getOrDefault("content-length", "0"));
  }

  /**
   * Sends a request and waits for the head of the response.
   *
   * @param body JSON; empty for none
   * @param lastEventId the position to resume from
   * @throws IOException if nothing listens, or the connection breaks before the head
   */
  static RawCall open(
      int port,
      String method,
      String path,
      String accept,
      String body,
      Optional<String> lastEventId)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1\r\nConnection: close\r\nAccept: " + accept + "\r\n");
    lastEventId.ifPresent(id -> head.append("Last-Event-ID: " + id + "\r\n"));
    if (!body.isEmpty()) {
      head.append("Content-Type: application/json\r\n");
    }
    head.append("Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n");
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      return new RawCall(socket, head.toString(), body);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  int status() {
    return status;
  }

  /** The whole body. */
  String text() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 * 1024];
    for (int n = read(buffer); n >= 0; n = read(buffer)) {
      all.write(buffer, 0, n);
    }
    return all.toString(UTF_8);
  }

  /**
   * The next bytes of the body.
   *
   * @return how many; -1 at the end of the body
   * @throws IOException if the connection breaks before that
   */
  int read(byte[] buffer) throws IOException {
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || left == 0) {
      return -1;
    }
    int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    if (n < 0) {
      throw new EOFException("cut in the body");
    }
    left -= n;
    if (chunked && left == 0) {
      line();
    }
    return n;
  }

  private void nextChunk() throws IOException {
    String size = line();
    int extension = size.indexOf(';');
    left = Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
    ended = left == 0;
  }

  /** Breaks the connection at once, with a TCP reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // Broken already.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static int readStatus(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      throw new IOException("no HTTP: " + line);
    }
    return Integer.parseInt(parts[1]);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("cut in a line");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(ISO_8859_1);
  }
}
