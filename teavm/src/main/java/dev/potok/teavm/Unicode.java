package dev.potok.teavm;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * What {@link Character} knows of Unicode's characters, as the browser knows it: the version of
 * Unicode is the browser's.
 */
public final class Unicode {

  /**
   * The names of Java's categories by their numbers. No character has number 17: what would be in
   * its place is found at 0 before.
   */
  private static final String CATEGORIES =
      "Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Cn Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf";

  /** So many characters, those of the basic plane, are looked up once. */
  private static final int KEPT = Character.MIN_SUPPLEMENTARY_CODE_POINT;

  private static final JSObject EXPRESSION = groups(CATEGORIES);
  private static final byte[] TYPES = new byte[KEPT];

  private Unicode() {}

  /** The number of a character's category. */
  public static int getType(int codePoint) {
    if (!Character.isValidCodePoint(codePoint)) {
      return Character.UNASSIGNED;
    }
    if (codePoint >= KEPT) {
      return type(EXPRESSION, codePoint);
    }
    byte known = TYPES[codePoint];
    if (known == 0) {
      known = (byte) type(EXPRESSION, codePoint);
      TYPES[codePoint] = known;
    }
    return known;
  }

  /** The small letter of a letter, or the character itself. */
  public static int toLowerCase(int codePoint) {
    return Character.isValidCodePoint(codePoint) ? lower(codePoint) : codePoint;
  }

  @JSBody(
      params = "names",
      script = "return new RegExp('(\\\\p{' + names.split(' ').join('})|(\\\\p{') + '})', 'u');")
  private static native JSObject groups(String names);

  @JSBody(
      params = {"expression", "codePoint"},
      script =
          "var text = String.fromCodePoint(codePoint);"
              + "return expression.exec(text).indexOf(text, 1) - 1;")
  private static native int type(JSObject expression, int codePoint);

  // Of U+0130 alone a text of two is made, whose first is what Java makes of it.
  @JSBody(
      params = "codePoint",
      script = "return String.fromCodePoint(codePoint).toLowerCase().codePointAt(0);")
  private static native int lower(int codePoint);
}
