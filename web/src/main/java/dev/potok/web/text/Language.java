package dev.potok.web.text;

/** A language that the page speaks. */
public enum Language {
  EN("en", "English"),
  RU("ru", "Русский");

  private final String tag;
  private final String ownName;

  Language(String tag, String ownName) {
    this.tag = tag;
    this.ownName = ownName;
  }

  /** The language's BCP 47 tag. */
  public String tag() {
    return tag;
  }

  /** What the language calls itself. */
  public String ownName() {
    return ownName;
  }

  /** The first of the reader's preferred languages that the page speaks; English if none. */
  public static Language preferred(String[] tags) {
    for (String tag : tags) {
      for (Language language : values()) {
        if (tag.equals(language.tag) || tag.startsWith(language.tag + "-")) {
          return language;
        }
      }
    }
    return EN;
  }

  /** How many forms a counted word has. */
  public int pluralForms() {
    return switch (this) {
      case EN -> 2;
      case RU -> 3;
    };
  }

  /**
   * Which form a counted word takes after a whole number, from 0.
   *
   * @see <a
   *     href="https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html">
   *     Unicode's plural rules</a>
   */
  public int pluralForm(long count) {
    return switch (this) {
      case EN -> count == 1 ? 0 : 1;
      case RU -> russianForm(count);
    };
  }

  private static int russianForm(long count) {
    long last = count % 10;
    long lastTwo = count % 100;
    if (last == 1 && lastTwo != 11) {
      return 0;
    }
    return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14) ? 1 : 2;
  }
}
