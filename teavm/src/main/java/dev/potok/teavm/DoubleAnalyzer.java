package dev.potok.teavm;

import org.teavm.jso.JSBody;

/** Finds the fewest decimal digits that tell a number from all others, as the browser does. */
public final class DoubleAnalyzer {

  /** How many digits a mantissa has, the trailing zeros included. */
  private static final int DIGITS = 18;

  private DoubleAnalyzer() {}

  /** Writes sign, digits and exponent of a finite number into a result. */
  public static void analyze(
      double number, org.teavm.classlib.impl.text.DoubleAnalyzer.Result result) {
    // The shape is "-d.ddde-x", where sign and fraction may be absent.
    String text = exponential(number);
    int exponentAt = text.indexOf('e');
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < exponentAt; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      }
    }
    while (digits.length() < DIGITS) {
      digits.append('0');
    }
    boolean zero = number == 0;
    result.sign = text.charAt(0) == '-' || (zero && 1 / number < 0);
    result.mantissa = Long.parseLong(digits.toString());
    result.exponent = zero ? 0 : Integer.parseInt(text.substring(exponentAt + 1));
  }

  @JSBody(params = "number", script = "return number.toExponential();")
  private static native String exponential(double number);
}
