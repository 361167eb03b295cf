package dev.potok.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;

/** A language that the guide's documentation is written in, and that the guide answers in. */
enum GuideLanguage {
  ENGLISH("en"),
  RUSSIAN("ru");

  /**
   * From this share of Cyrillic letters on, a question is Russian. Less than half, since the names
   * of settings and programs are in Latin letters.
   */
  private static final double CYRILLIC_SHARE = 0.25;

  private final String code;

  GuideLanguage(String code) {
    this.code = code;
  }

  /** The language of a question; English if it has no letters. */
  static GuideLanguage of(String question) {
    long letters = question.codePoints().filter(Character::isLetter).count();
    long cyrillic =
        question
            .codePoints()
            .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC)
            .count();
    return letters > 0 && cyrillic >= CYRILLIC_SHARE * letters ? RUSSIAN : ENGLISH;
  }

  /** The folder of the documentation. */
  String folder() {
    return code;
  }

  Locale locale() {
    return Locale.of(code);
  }

  /** The guide's own sentences. */
  ResourceBundle texts() {
    return ResourceBundle.getBundle("dev.potok.models.guide", locale());
  }

  /**
   * What turns text into the terms that are searched: lower case, stems, no words of a question.
   */
  Analyzer analyzer() {
    CharArraySet stopWords =
        CharArraySet.copy(
            switch (this) {
              case ENGLISH -> EnglishAnalyzer.getDefaultStopSet();
              case RUSSIAN -> RussianAnalyzer.getDefaultStopSet();
            });
    stopWords.addAll(words("question.words"));
    return switch (this) {
      case ENGLISH -> new EnglishAnalyzer(stopWords);
      case RUSSIAN -> new RussianAnalyzer(stopWords);
    };
  }

  /** A list among the sentences, whose elements stand between commas. */
  List<String> words(String key) {
    return Arrays.stream(texts().getString(key).split(",", -1)).map(String::strip).toList();
  }
}
