package dev.potok.protocol;

import java.util.OptionalLong;

/**
 * A number of a JSON text as it was written there, so that one that is only passed on stays the
 * same to its last digit.
 */
record JsonNumber(String text) {

  /**
   * The most characters of an integer: its digits, its sign. A double holds every digit of a number
   * that is no longer, so rounding makes no integer of one with a fraction.
   */
  private static final int INTEGER_CHARACTERS = 17;

  /** So many digits make a long for certain. */
  private static final int DIGITS_OF_A_LONG = 18;

  /** The nearest number that a double can hold; infinite if it is too large. */
  double float64() {
    if (text.length() > DIGITS_OF_A_LONG) {
      return Double.parseDouble(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return Double.parseDouble(text);
      }
    }
    return Long.parseLong(text);
  }

  /**
   * The number as an integer of at most {@link JsonFields#MAX_SAFE_INTEGER}; empty if it is none.
   */
  OptionalLong int64() {
    if (text.length() > INTEGER_CHARACTERS) {
      return OptionalLong.empty();
    }
    double exact = float64();
    return exact == Math.rint(exact)
            && (exact != 0 || !hasDigitBeyondZero())
            && Math.abs(exact) <= JsonFields.MAX_SAFE_INTEGER
        ? OptionalLong.of((long) exact)
        : OptionalLong.empty();
  }

  /** A number too small for a double is rounded to zero, and is none. */
  private boolean hasDigitBeyondZero() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      if (c >= '1' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
