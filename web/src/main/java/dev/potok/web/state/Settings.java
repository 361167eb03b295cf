package dev.potok.web.state;

import dev.potok.web.dom.KeyValues;
import dev.potok.web.text.Language;
import java.util.Optional;

/**
 * What the reader has set, as it is kept.
 *
 * @param language the page's language; by the browser's if empty
 * @param theme light, dark or as the system is
 * @param drawing how often growing text is drawn
 */
public record Settings(Optional<Language> language, Theme theme, DrawingRate drawing) {

  private static final String LANGUAGE = "potok.language";
  private static final String THEME = "potok.theme";
  private static final String DRAWING = "potok.drawing";

  /** Light or dark. */
  public enum Theme {
    AUTO("auto"),
    LIGHT("light"),
    DARK("dark");

    private final String wireName;

    Theme(String wireName) {
      this.wireName = wireName;
    }

    /** How styles and the store call it. */
    public String wireName() {
      return wireName;
    }
  }

  /** How often growing text is drawn. */
  public enum DrawingRate {
    /** Whenever the browser draws. */
    EVERY_FRAME("frame", 0),
    /** Ten times a second. */
    TEN_PER_SECOND("10", 100),
    /** Four times a second. */
    FOUR_PER_SECOND("4", 250);

    private final String wireName;
    private final int pauseMillis;

    DrawingRate(String wireName, int pauseMillis) {
      this.wireName = wireName;
      this.pauseMillis = pauseMillis;
    }

    /** How the store calls it. */
    public String wireName() {
      return wireName;
    }

    /** The least time between two drawings, in milliseconds. */
    public int pauseMillis() {
      return pauseMillis;
    }
  }

  /** What is kept; where that is nothing, or nothing known, the default. */
  public static Settings load(KeyValues store) {
    String language = store.get(LANGUAGE).orElse("");
    String theme = store.get(THEME).orElse("");
    String drawing = store.get(DRAWING).orElse("");
    return new Settings(languageOf(language), themeOf(theme), drawingOf(drawing));
  }

  /** Keeps these settings. */
  public void save(KeyValues store) {
    store.put(LANGUAGE, language.map(Language::tag).orElse("auto"));
    store.put(THEME, theme.wireName());
    store.put(DRAWING, drawing.wireName());
  }

  /** The language of this tag; empty if the page does not speak it. */
  public static Optional<Language> languageOf(String tag) {
    for (Language language : Language.values()) {
      if (language.tag().equals(tag)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** The theme of this name; the system's if there is none. */
  public static Theme themeOf(String name) {
    for (Theme theme : Theme.values()) {
      if (theme.wireName().equals(name)) {
        return theme;
      }
    }
    return Theme.AUTO;
  }

  /** The rate of this name; every frame if there is none. */
  public static DrawingRate drawingOf(String name) {
    for (DrawingRate rate : DrawingRate.values()) {
      if (rate.wireName().equals(name)) {
        return rate;
      }
    }
    return DrawingRate.EVERY_FRAME;
  }
}
