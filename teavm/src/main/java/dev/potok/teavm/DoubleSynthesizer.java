package dev.potok.teavm;

import org.teavm.jso.JSBody;

/** Makes a number of its decimal digits, as the browser does. */
public final class DoubleSynthesizer {

  /** How many digits of a mantissa stand after its point. */
  private static final int FRACTION_DIGITS = 18;

  private DoubleSynthesizer() {}

  /**
   * The number nearest to {@code mantissa * 10^(exponent - 18)}, or its negative.
   *
   * @param mantissa unsigned
   */
  public static double synthesizeDouble(long mantissa, int exponent, boolean negative) {
    double size = parse(Long.toUnsignedString(mantissa) + "e" + (exponent - FRACTION_DIGITS));
    return negative ? -size : size;
  }

  @JSBody(params = "digits", script = "return Number(digits);")
  private static native double parse(String digits);
}
