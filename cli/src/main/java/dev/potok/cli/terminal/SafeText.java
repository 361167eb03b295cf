package dev.potok.cli.terminal;

/**
 * Text of others, made safe to write to a terminal: without the characters that command it (C0 and
 * C1 controls and DEL, but for line feeds and tabs) and without those that turn the direction of
 * what is read. Stateless, since each character is judged alone, so text may be cut anywhere.
 */
public final class SafeText {

  private SafeText() {}

  /** The text without what is not safe. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSafe(c)) {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  /** The same on one line. */
  public static String line(String text) {
    return of(text).replace('\n', ' ').replace('\t', ' ');
  }

  private static boolean isSafe(char c) {
    if (c == '\n' || c == '\t') {
      return true;
    }
    boolean isControl = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !isControl && !turnsDirection;
  }
}
