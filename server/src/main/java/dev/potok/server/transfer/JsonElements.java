package dev.potok.server.transfer;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Cuts a long JSON text into its elements without reading it as a whole: those of an array, or
 * values that follow one another. Knows strings and brackets; whether an element is JSON is for its
 * reader to say. Belongs to one thread.
 */
final class JsonElements {

  /**
   * An element.
   *
   * @param text the element; its beginning if it is longer than the limit
   * @param isWhole whether it was not longer, and did not break off
   */
  record Element(String text, boolean isWhole) {}

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Reader in;
  private final int maxCharacters;
  private boolean begun;
  private int ahead = -2;

  /**
   * Cuts a text.
   *
   * @param maxCharacters how long an element may be
   */
  JsonElements(Reader in, int maxCharacters) {
    this.in = in;
    this.maxCharacters = maxCharacters;
  }

  /** The next element; empty behind the last. */
  Optional<Element> next() throws IOException {
    int c = significant();
    if (!begun) {
      begun = true;
      if (c == '[') {
        c = significant();
      }
    }
    return c < 0 ? Optional.empty() : Optional.of(element(c));
  }

  /** The next character that is neither a space nor between elements, nor closes the array. */
  private int significant() throws IOException {
    int c = read();
    while (c == ' '
        || c == '\n'
        || c == '\r'
        || c == '\t'
        || c == ','
        || c == ']'
        || c == BYTE_ORDER_MARK) {
      c = read();
    }
    return c;
  }

  private Element element(int first) throws IOException {
    StringBuilder text = new StringBuilder();
    long length = 0;
    int depth = 0;
    boolean inString = false;
    boolean escaped = false;
    int c = first;
    while (c >= 0) {
      if (depth == 0 && !inString && length > 0 && (c == ',' || c == ']' || c <= ' ')) {
        ahead = c;
        return new Element(text.toString(), length <= maxCharacters);
      }
      if (length < maxCharacters) {
        text.append((char) c);
      }
      length++;
      if (inString) {
        inString = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth <= 0) {
          return new Element(text.toString(), length <= maxCharacters);
        }
      }
      c = read();
    }
    return new Element(text.toString(), depth == 0 && !inString && length <= maxCharacters);
  }

  private int read() throws IOException {
    if (ahead != -2) {
      int c = ahead;
      ahead = -2;
      return c;
    }
    return in.read();
  }
}
