package dev.potok.protocol;

/**
 * A number of a JSON text as it was written there, so that one that is only passed on stays the
 * same to its last digit.
 */
record JsonNumber(String text) {

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

  @Override
  public String toString() {
    return text;
  }
}
