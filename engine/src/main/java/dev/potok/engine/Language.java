package dev.potok.engine;

import java.util.Locale;

/** The languages that Potok speaks. */
public enum Language {
  ENGLISH("en"),
  RUSSIAN("ru");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
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
