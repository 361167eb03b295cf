package dev.potok.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * A text in colours whose width on a terminal is known, so that it can be wrapped. Immutable.
 *
 * @param glyphs its characters
 */
record StyledText(List<Glyph> glyphs) {
  static final String RESET = "\u001b[0m";
  static final String DIM = "\u001b[2m";

  /**
   * A character as it looks.
   *
   * @param text the code point
   * @param width how many columns it takes: 2 for a wide one, 0 for one that joins the one before
   * @param style what turns its colours on; empty for none
   */
  record Glyph(String text, int width, String style) {}

  /** The inside of a line of Markdown, with colours under its own. */
  static StyledText of(String markdown, String style) {
    StringBuilder out = new StringBuilder();
    InlineMarkdown inline = new InlineMarkdown(out);
    inline.acceptAll(markdown);
    inline.endLine();
    inline.endBlock();
    return parsed(out.toString(), style);
  }

  private static StyledText parsed(String shown, String under) {
    List<Glyph> glyphs = new ArrayList<>();
    String style = under;
    for (int i = 0; i < shown.length(); ) {
      int codePoint = shown.codePointAt(i);
      if (codePoint == '\u001b') {
        int end = shown.indexOf('m', i) + 1;
        String code = shown.substring(i, end);
        style = code.equals(RESET) ? under : style + code;
        i = end;
      } else {
        String text = codePoint == '\t' ? " " : Character.toString(codePoint);
        glyphs.add(new Glyph(text, Math.max(0, WCWidth.wcwidth(text.codePointAt(0))), style));
        i += Character.charCount(codePoint);
      }
    }
    return new StyledText(glyphs);
  }

  /** How many columns it takes. */
  int width() {
    return glyphs.stream().mapToInt(Glyph::width).sum();
  }

  /**
   * It in lines of at most so many columns, broken at spaces where there are some; at least one.
   */
  List<StyledText> wrapped(int columns) {
    List<StyledText> lines = new ArrayList<>();
    List<Glyph> line = new ArrayList<>();
    for (List<Glyph> word : words()) {
      int width = new StyledText(word).width();
      int taken = new StyledText(line).width();
      if (!line.isEmpty() && taken + 1 + width <= columns) {
        line.add(new Glyph(" ", 1, sameStyle(line.getLast(), word.getFirst())));
        line.addAll(word);
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(new StyledText(line));
        line = new ArrayList<>();
      }
      taken = 0;
      for (Glyph glyph : word) {
        if (taken + glyph.width() > columns && !line.isEmpty()) {
          lines.add(new StyledText(line));
          line = new ArrayList<>();
          taken = 0;
        }
        line.add(glyph);
        taken += glyph.width();
      }
    }
    if (!line.isEmpty() || lines.isEmpty()) {
      lines.add(new StyledText(line));
    }
    return lines;
  }

  private static String sameStyle(Glyph before, Glyph behind) {
    return before.style().equals(behind.style()) ? before.style() : "";
  }

  private List<List<Glyph>> words() {
    List<List<Glyph>> words = new ArrayList<>();
    List<Glyph> word = new ArrayList<>();
    for (Glyph glyph : glyphs) {
      if (!glyph.text().equals(" ")) {
        word.add(glyph);
      } else if (!word.isEmpty()) {
        words.add(word);
        word = new ArrayList<>();
      }
    }
    if (!word.isEmpty()) {
      words.add(word);
    }
    return words;
  }

  /** What is to be written; no colour is left on. */
  String shown() {
    StringBuilder out = new StringBuilder();
    String style = "";
    for (Glyph glyph : glyphs) {
      if (!glyph.style().equals(style)) {
        out.append(style.isEmpty() ? "" : RESET).append(glyph.style());
        style = glyph.style();
      }
      out.append(glyph.text());
    }
    return out.append(style.isEmpty() ? "" : RESET).toString();
  }
}
