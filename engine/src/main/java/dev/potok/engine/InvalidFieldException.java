package dev.potok.engine;

import dev.potok.protocol.PotokException;

/** A value that the caller gave is not acceptable; the remedy is to give another. */
public final class InvalidFieldException extends PotokException {
  private static final int SHOWN_CHARACTERS = 80;

  private final String field;
  private final String value;
  private final String expected;

  /** A value is not acceptable. */
  public InvalidFieldException(String field, String value, String expected) {
    super(field + ": " + shorten(value) + " (expected: " + expected + ")");
    this.field = field;
    this.value = shorten(value);
    this.expected = expected;
  }

  private static String shorten(String value) {
    return value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "…";
  }

  /** The field's name on the wire. */
  public String field() {
    return field;
  }

  /** The offending value, shortened. */
  public String value() {
    return value;
  }

  /** What would have been accepted. */
  public String expected() {
    return expected;
  }
}
