package dev.potok.protocol;

/**
 * A JSON text, or one of its fields, is not what the reader expects. The caller's remedy is to send
 * other JSON.
 */
public final class JsonFormatException extends PotokException {
  private final String field;
  private final String actual;
  private final String expected;

  JsonFormatException(String field, String actual, String expected) {
    super((field.isEmpty() ? "" : field + ": ") + actual + " (expected: " + expected + ")");
    this.field = field;
    this.actual = actual;
    this.expected = expected;
  }

  /** The path of the offending field, such as {@code message.id}; empty for the text as a whole. */
  public String field() {
    return field;
  }

  /** The offending value, shortened. */
  public String actual() {
    return actual;
  }

  /** What would have been accepted. */
  public String expected() {
    return expected;
  }
}
