package dev.potok.protocol;

/**
 * Finds a byte. It stands alone because in the page it is the browser that does it: one very long
 * line, the end of a long answer, comes where all lines before it were short, and so would be gone
 * through by code that the browser has not yet compiled for it.
 */
final class ByteSearch {

  private ByteSearch() {}

  /** Where the byte is first, from one index on and before another; -1 if nowhere. */
  static int indexOf(byte[] bytes, char value, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** Where the byte is last, from one index on and before another; -1 if nowhere. */
  static int lastIndexOf(byte[] bytes, char value, int from, int end) {
    for (int i = end - 1; i >= from; i--) {
      if (bytes[i] == value) {
        return i;
      }
    }
    return -1;
  }
}
