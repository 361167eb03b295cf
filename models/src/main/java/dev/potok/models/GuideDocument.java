package dev.potok.models;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file of the documentation into passages, at each heading that is not in a block of code.
 */
final class GuideDocument {
  private final String file;
  private final List<GuidePassage> passages = new ArrayList<>();
  private final StringBuilder section = new StringBuilder();
  private String title = "";
  private String heading = "";

  private GuideDocument(String file) {
    this.file = file;
  }

  /**
   * The passages of a file, in its order. A heading without text of its own gives none.
   *
   * @param file the file's name
   * @param markdown its text, which begins with a heading of the first level
   */
  static List<GuidePassage> passages(String file, String markdown) {
    GuideDocument document = new GuideDocument(file);
    document.read(markdown);
    return List.copyOf(document.passages);
  }

  private void read(String markdown) {
    boolean inCode = false;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        inCode = !inCode;
      }
      if (!inCode && line.startsWith("#")) {
        endSection();
        heading = line.replaceFirst("^#+\\s*", "").strip();
        if (title.isEmpty()) {
          title = heading;
        }
      } else {
        section.append(line).append('\n');
      }
    }
    endSection();
  }

  private void endSection() {
    String text = section.toString().strip();
    section.setLength(0);
    if (!text.isEmpty()) {
      passages.add(new GuidePassage(file, title, heading, text));
    }
  }
}
