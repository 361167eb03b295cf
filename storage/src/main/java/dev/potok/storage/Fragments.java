package dev.potok.storage;

import dev.potok.protocol.MarkedText;
import java.util.ArrayList;
import java.util.List;

/** Marks in a text what was looked for. Belongs to one thread. */
final class Fragments {

  /** The longest fragment of a message, in characters. */
  static final int MAX_FRAGMENT = 240;

  /** How much of a message is looked through for a word to mark, in characters. */
  static final int MAX_READ = 32 * 1024;

  /** How much of a fragment stands before the first mark, in characters. */
  private static final int BEFORE = 60;

  private final SearchTerms terms;

  Fragments(SearchTerms terms) {
    this.terms = terms;
  }

  /** At most so many characters of a text, none of which is cut in two. */
  static String beginning(String text, int characters) {
    return text.length() <= characters ? text : text.substring(0, whole(text, characters));
  }

  /** A whole text with its marks. */
  MarkedText mark(String text) {
    List<Integer> marks = new ArrayList<>();
    WordReader reader = new WordReader(text);
    while (reader.next()) {
      if (terms.match(reader.normal())) {
        marks.add(reader.start());
        marks.add(reader.end());
      }
    }
    return new MarkedText(text, marks);
  }

  /** The part of a text around the first word that was looked for, on one line. */
  MarkedText cut(String text) {
    int first = firstMatch(text);
    int start = wordBreak(text, Math.max(0, first - BEFORE), first);
    int end = Math.min(text.length(), start + MAX_FRAGMENT);
    if (end < text.length()) {
      int space = text.lastIndexOf(' ', end);
      end = space > first + BEFORE ? space : whole(text, end);
    }
    String line = text.substring(start, end).strip().replaceAll("\\s+", " ");
    return mark((start > 0 ? "…" : "") + line + (end < text.length() ? "…" : ""));
  }

  private int firstMatch(String text) {
    WordReader reader = new WordReader(text);
    while (reader.next()) {
      if (terms.match(reader.normal())) {
        return reader.start();
      }
    }
    return 0;
  }

  /** The place behind the first space of a range, or its beginning. */
  private static int wordBreak(String text, int from, int to) {
    if (from == 0) {
      return 0;
    }
    for (int i = from; i < to; i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i + 1;
      }
    }
    return whole(text, from);
  }

  /** A place that is not inside a character. */
  private static int whole(String text, int place) {
    return Character.isLowSurrogate(text.charAt(place)) ? place - 1 : place;
  }
}
