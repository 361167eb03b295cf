package dev.potok.storage;

import java.util.LinkedHashSet;
import java.util.Set;

/** The words of a text as the index holds them. Belongs to one thread. */
final class IndexedWords {
  private final Stems stems = new Stems();

  /**
   * All words and their stems, each once, with spaces between: a whole word is found by its stem,
   * one that is still being typed by its beginning, which may reach beyond the stem.
   */
  String of(String text) {
    Set<String> words = new LinkedHashSet<>();
    WordReader reader = new WordReader(text);
    while (reader.next()) {
      String normal = reader.normal();
      if (!normal.isEmpty()) {
        words.add(normal);
        words.add(stems.stem(normal));
      }
    }
    return String.join(" ", words);
  }
}
