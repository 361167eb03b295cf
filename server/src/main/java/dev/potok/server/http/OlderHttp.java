package dev.potok.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/**
 * Translates for a client of HTTP/1.0, such as an nginx that is told no more than {@code
 * proxy_pass}: the server knows only HTTP/1.1. The request becomes one of HTTP/1.1 that asks for
 * the end of its connection, which so has one request, and that names the address it came to if it
 * names no host, as HTTP/1.0 allows; the response loses the chunks, which HTTP/1.0 does not know,
 * and ends with the connection. What is in HTTP/1.1 stays as it is. Belongs to the thread of the
 * connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-6.1">RFC 9112, 6.1</a>
 */
final class OlderHttp {

  /** The longest request line that is looked at, in bytes; the server takes none that is longer. */
  static final int MAX_LINE_BYTES = 4096;

  /** The longest head that is looked at for a host, in bytes; the server takes none longer. */
  static final int MAX_HEAD_BYTES = 16 * 1024;

  private static final String LINE_END = "\r\n";
  private static final String HEAD_END = "\r\n\r\n";
  private static final String OLD = " HTTP/1.0\r\n";
  private static final String NEW = " HTTP/1.1\r\nConnection: close\r\n";
  private static final Pattern HOST = Pattern.compile("(?i)\r\nhost:");
  private static final Pattern INTERIM = Pattern.compile("^HTTP/1\\.1 1");
  private static final Pattern CHUNKED =
      Pattern.compile("(?i)\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?=\r\n)");

  private enum Part {
    HEAD,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    NOTHING
  }

  private final String authority;

  /** What has come of the head; every character is a byte. */
  private String begun = "";

  private boolean requestRead;
  private boolean spoken;

  private final StringBuilder head = new StringBuilder();
  private Part part = Part.HEAD;
  private int left;

  /**
   * For a connection.
   *
   * @param authority the address that the client has connected to, as a Host header has it
   */
  OlderHttp(String authority) {
    this.authority = authority;
  }

  /** Whether the client speaks HTTP/1.0; known when its request line is. */
  boolean isSpoken() {
    return spoken;
  }

  /** Whether what the client has sent is to go through {@link #request}. */
  boolean wantsRequest() {
    return !requestRead;
  }

  /** What the server is to read instead of what came; nothing while the head is not known. */
  byte[] request(byte[] bytes) {
    begun += new String(bytes, ISO_8859_1);
    // RFC 9112, 2.2: "a server [...] SHOULD ignore at least one empty line (CRLF) received prior
    // to the request-line."
    String all = begun.startsWith(LINE_END) ? begun.substring(LINE_END.length()) : begun;
    int lineEnd = all.indexOf('\n') + 1;
    if (lineEnd == 0 && all.length() <= MAX_LINE_BYTES) {
      return new byte[0];
    }
    spoken = all.substring(0, lineEnd).endsWith(OLD);
    int headEnd = all.indexOf(HEAD_END);
    if (spoken && headEnd < 0 && all.length() <= MAX_HEAD_BYTES) {
      return new byte[0];
    }
    requestRead = true;
    begun = "";
    String known = spoken ? translated(all, lineEnd, headEnd) : all;
    return known.getBytes(ISO_8859_1);
  }

  private String translated(String all, int lineEnd, int headEnd) {
    boolean namesHost = headEnd < 0 || HOST.matcher(all).region(0, headEnd).find();
    return all.substring(0, lineEnd - OLD.length())
        + NEW
        + (namesHost ? "" : "Host: " + authority + LINE_END)
        + all.substring(lineEnd);
  }

  /** What the client is to read instead of what the server has written. */
  byte[] response(byte[] bytes) {
    ByteArrayOutputStream translated = new ByteArrayOutputStream(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      switch (part) {
        case HEAD -> head((char) (bytes[at++] & 0xff), translated);
        case BODY -> {
          translated.write(bytes, at, bytes.length - at);
          at = bytes.length;
        }
        case CHUNK_SIZE -> size(bytes[at++]);
        case CHUNK -> {
          int count = Math.min(left, bytes.length - at);
          translated.write(bytes, at, count);
          at += count;
          left -= count;
          part = left == 0 ? Part.CHUNK_END : Part.CHUNK;
        }
        case CHUNK_END -> part = bytes[at++] == '\n' ? Part.CHUNK_SIZE : Part.CHUNK_END;
        case NOTHING -> at = bytes.length;
      }
    }
    return translated.toByteArray();
  }

  private void head(char next, ByteArrayOutputStream translated) {
    head.append(next);
    if (next != '\n' || head.indexOf(HEAD_END, head.length() - HEAD_END.length()) < 0) {
      return;
    }
    String whole = head.toString();
    head.setLength(0);
    if (INTERIM.matcher(whole).find()) {
      // RFC 9110, 15.2: "a server MUST NOT send a 1xx response to an HTTP/1.0 client".
      return;
    }
    String plain = CHUNKED.matcher(whole).replaceFirst("");
    part = plain.length() == whole.length() ? Part.BODY : Part.CHUNK_SIZE;
    translated.writeBytes(plain.getBytes(ISO_8859_1));
  }

  private void size(byte next) {
    int digit = Character.digit(next, 16);
    if (digit >= 0) {
      left = left * 16 + digit;
    } else if (next == '\n') {
      part = left == 0 ? Part.NOTHING : Part.CHUNK;
    }
  }
}
