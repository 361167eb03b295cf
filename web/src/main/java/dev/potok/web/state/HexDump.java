package dev.potok.web.state;

/** Bytes as a person reads them. */
public final class HexDump {

  /** How many bytes a line shows. */
  public static final int BYTES_PER_LINE = 16;

  private static final String DIGITS = "0123456789abcdef";

  private HexDump() {}

  /**
   * Lines of an offset, up to sixteen bytes in hexadecimal, and the same bytes as ASCII, where a
   * dot stands for what ASCII cannot show.
   *
   * @param limit how many bytes are shown at most
   */
  public static String hex(byte[] bytes, int limit) {
    int length = Math.min(bytes.length, limit);
    StringBuilder dump = new StringBuilder();
    for (int line = 0; line < length; line += BYTES_PER_LINE) {
      if (line > 0) {
        dump.append('\n');
      }
      appendHex(dump, line >> 8);
      appendHex(dump, line);
      dump.append("  ");
      for (int i = line; i < line + BYTES_PER_LINE; i++) {
        if (i < length) {
          appendHex(dump, bytes[i]);
        } else {
          dump.append("  ");
        }
        dump.append(i - line == BYTES_PER_LINE / 2 - 1 ? "  " : " ");
      }
      dump.append(' ');
      for (int i = line; i < Math.min(line + BYTES_PER_LINE, length); i++) {
        dump.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '·');
      }
    }
    return dump.toString();
  }

  private static void appendHex(StringBuilder dump, int value) {
    dump.append(DIGITS.charAt((value >> 4) & 15)).append(DIGITS.charAt(value & 15));
  }

  /** A text whose line ends and other control characters are written as escapes. */
  public static String escaped(String text, int limit) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), limit); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || c == 127) {
            out.append("\\u00");
            appendHex(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
