package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Decodes and encodes UTF-8. It stands alone because in the page it is the browser that does it:
 * what TeaVM brings along is fifty times slower, and a stream is all text.
 */
final class Utf8 {

  private Utf8() {}

  /** The text of some bytes; what is not well-formed becomes U+FFFD. */
  static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, UTF_8);
  }

  /** The bytes of a text. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
