package dev.potok.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request as a test's server reads it from the wire: HTTP/1.1 with a length or in chunks.
 *
 * @param headers by name in lower case; of several with one name the last
 */
record HttpRequest(String method, String target, Map<String, String> headers, String body) {

  /** The longest line of the head, in bytes. */
  private static final int MAX_LINE_BYTES = 64 * 1024;

  /** The longest body, in bytes. */
  private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

  HttpRequest {
    headers = Map.copyOf(headers);
  }

  /** The target without its query. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /**
   * Reads a whole request.
   *
   * @throws IOException if the connection ends within it, or it is not HTTP
   */
  static HttpRequest read(InputStream in) throws IOException {
    String[] first = line(in).split(" ", -1);
    if (first.length != 3) {
      throw new IOException("not a request line: " + String.join(" ", first));
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new HttpRequest(first[0], first[1], headers, new String(body(in, headers), UTF_8));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    return exactly(in, number(headers.getOrDefault("content-length", "0"), 10));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      int semicolon = size.indexOf(';');
      int length = number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
      if (length == 0) {
        skipTrailers(in);
        return body.toByteArray();
      }
      body.write(exactly(in, length));
      line(in);
    }
  }

  private static void skipTrailers(InputStream in) throws IOException {
    while (!line(in).isEmpty()) {
      // A test's server has no use for trailers.
    }
  }

  private static int number(String text, int radix) throws IOException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0 && number <= MAX_BODY_BYTES) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IOException("length: " + text + " (expected: 0 to " + MAX_BODY_BYTES + ")");
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the connection ended within a request's body");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a request's head");
      }
      if (line.size() == MAX_LINE_BYTES) {
        throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
