package dev.potok.storage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody looks for: words in any form and order, all of which must be there. The last one
 * may be only the beginning of a word, unless a space or a sign follows it: it is still being
 * typed. Belongs to one thread.
 */
final class SearchTerms {

  /** The shortest beginning that stands for longer words, in characters. */
  static final int MIN_BEGINNING = 3;

  private final Stems stems = new Stems();

  /** The words by their stems. */
  private final Map<String, String> normals = new LinkedHashMap<>();

  /** What the last word begins with; empty if it is whole. */
  private final String beginning;

  /** Takes any text. */
  SearchTerms(String text) {
    WordReader reader = new WordReader(text);
    String last = "";
    while (reader.next()) {
      last = reader.normal();
      if (!last.isEmpty()) {
        normals.putIfAbsent(stems.stem(last), last);
      }
    }
    boolean isWhole = reader.lastEnd() < text.length() || last.length() < MIN_BEGINNING;
    this.beginning = isWhole ? "" : last;
  }

  /** Whether there is no word to look for. */
  boolean isEmpty() {
    return normals.isEmpty();
  }

  /**
   * The words as FTS5 takes them. They hold nothing but letters, digits and marks, so nothing in
   * them has a meaning of its own between the quotes.
   *
   * @see <a href="https://sqlite.org/fts5.html#full_text_query_syntax">FTS5</a>
   */
  String expression() {
    List<String> terms = new ArrayList<>();
    normals.forEach((stem, normal) ->
        terms.add(
            normal.equals(beginning)
                ? "(\"" + stem + "\" OR \"" + normal + "\" *)"
                : "\"" + stem + "\""));
    return String.join(" AND ", terms);
  }

  /** Whether a {@linkplain Stems#normal normal} word is one of those that are looked for. */
  boolean match(String normal) {
    String stem = stems.stem(normal);
    return normals.containsKey(stem)
        || (!beginning.isEmpty() && (normal.startsWith(beginning) || stem.startsWith(beginning)));
  }
}
