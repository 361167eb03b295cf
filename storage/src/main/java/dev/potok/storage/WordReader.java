package dev.potok.storage;

/**
 * Cuts a text into words: runs of letters, digits and the marks on them. In a script that writes no
 * spaces, each character is a word. What is no well-formed UTF-16 is no part of a word. Takes any
 * text, and time that is linear in it. Belongs to one thread.
 */
final class WordReader {
  private final String text;
  private int start;
  private int end;
  private int lastEnd;

  WordReader(String text) {
    this.text = text;
  }

  /** Goes to the next word; false if there is none. */
  boolean next() {
    start = end;
    while (start < text.length() && !isPart(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    if (start == text.length()) {
      end = start;
      return false;
    }
    end = start;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (!isPart(c) || (standsAlone(c) && end > start)) {
        break;
      }
      end += Character.charCount(c);
      if (standsAlone(c)) {
        break;
      }
    }
    lastEnd = end;
    return true;
  }

  /** Where the word begins. */
  int start() {
    return start;
  }

  /** Where it has ended. */
  int end() {
    return end;
  }

  /** Where the last word that was gone to has ended; 0 before the first. */
  int lastEnd() {
    return lastEnd;
  }

  /** The word as it is compared. */
  String normal() {
    return Stems.normal(text.substring(start, end));
  }

  private static boolean isPart(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean standsAlone(int c) {
    if (c < 0x0E00) {
      return false;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return switch (script) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
