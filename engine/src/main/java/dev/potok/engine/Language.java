package dev.potok.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The languages that Potok speaks. */
public enum Language {
  ENGLISH("en"),
  RUSSIAN("ru");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /** The language of a tag; empty if Potok does not speak it. */
  public static Optional<Language> ofTag(String tag) {
    return Arrays.stream(values()).filter(language -> language.tag.equals(tag)).findFirst();
  }

  /** The language's tag after BCP 47. */
  public String tag() {
    return tag;
  }

  /** The language as a locale. */
  public Locale locale() {
    return Locale.of(tag);
  }
}
