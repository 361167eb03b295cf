package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one HTTP/1.1 response, whole or piece by piece, each piece at once. One thread. */
final class HttpResponse {

  /** How the reader learns where the body ends. */
  enum Framing {
    /** In chunks, so that a cut can be told from an end. */
    CHUNKED,
    /** By the end of the connection, so that it cannot. */
    UNTIL_CLOSE
  }

  private final OutputStream out;
  private Framing framing = Framing.CHUNKED;

  HttpResponse(OutputStream out) {
    this.out = out;
  }

  /** Writes a whole response whose body has a length. */
  void whole(int status, Map<String, String> headers, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Length", Integer.toString(bytes.length));
    byte[] head = head(status, all);
    byte[] both = new byte[head.length + bytes.length];
    System.arraycopy(head, 0, both, 0, head.length);
    System.arraycopy(bytes, 0, both, head.length, bytes.length);
    out.write(both);
    out.flush();
  }

  /** Writes the head of a body that follows piece by piece. */
  void begin(int status, Map<String, String> headers, Framing framing) throws IOException {
    this.framing = framing;
    Map<String, String> all = new LinkedHashMap<>(headers);
    if (framing == Framing.CHUNKED) {
      all.put("Transfer-Encoding", "chunked");
    } else {
      all.put("Connection", "close");
    }
    out.write(head(status, all));
    out.flush();
  }

  void piece(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    if (framing == Framing.UNTIL_CLOSE) {
      out.write(bytes, offset, length);
      out.flush();
      return;
    }
    byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(US_ASCII);
    byte[] chunk = new byte[size.length + length + 2];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(bytes, offset, chunk, size.length, length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    out.write(chunk);
    out.flush();
  }

  void piece(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    piece(bytes, 0, bytes.length);
  }

  /** Ends the body in order. */
  void finish() throws IOException {
    if (framing == Framing.CHUNKED) {
      out.write("0\r\n\r\n".getBytes(US_ASCII));
      out.flush();
    }
  }

  /** Whether a further request may follow on the same connection. */
  boolean keepsConnection() {
    return framing == Framing.CHUNKED;
  }

  private static byte[] head(int status, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString().getBytes(US_ASCII);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 307 -> "Temporary Redirect";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
