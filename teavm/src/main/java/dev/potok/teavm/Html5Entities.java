package dev.potok.teavm;

import org.teavm.jso.JSBody;

/** Decodes HTML5's character references, whose names every browser knows. */
public final class Html5Entities {
  private Html5Entities() {}

  /** What a reference by name, or by a decimal or hexadecimal number, stands for. */
  public static String entityToString(String reference) {
    if (reference.charAt(1) == '#') {
      boolean hexadecimal = reference.charAt(2) == 'x' || reference.charAt(2) == 'X';
      String digits = reference.substring(hexadecimal ? 3 : 2, reference.length() - 1);
      return character(Integer.parseInt(digits, hexadecimal ? 16 : 10));
    }
    String decoded = decode(reference);
    // A browser takes an unknown name's beginning for one of the old names that need no semicolon:
    // the semicolon is then left over.
    boolean leftOver = decoded.length() > 1 && decoded.endsWith(";");
    return leftOver ? reference : decoded;
  }

  private static String character(int codePoint) {
    return codePoint == 0 || codePoint > Character.MAX_CODE_POINT
        ? "\uFFFD"
        : new String(Character.toChars(codePoint));
  }

  @JSBody(
      params = "reference",
      script =
          "var area = document.createElement('textarea');"
              + "area.innerHTML = reference; return area.value;")
  private static native String decode(String reference);
}
