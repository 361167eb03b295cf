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
 * @param enter what the Enter key does where a message is written
 */
public record Settings(
    Optional<Language> language, Theme theme, DrawingRate drawing, EnterKey enter) {

  private static final String LANGUAGE = "potok.language";
  private static final String THEME = "potok.theme";
  private static final String DRAWING = "potok.drawing";
  private static final String ENTER = "potok.enter";

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

  /** What the Enter key does where a message is written. */
  public enum EnterKey {
    /** It sends; with Shift it breaks the line. */
    SENDS("sends"),
    /** It breaks the line; with Ctrl or Cmd it sends. */
    BREAKS("breaks");

    private final String wireName;

    EnterKey(String wireName) {
      this.wireName = wireName;
    }

    /** How the store calls it. */
    public String wireName() {
      return wireName;
    }
  }

  /** What is kept; where that is nothing, or nothing known, the default. */
  public static Settings load(KeyValues store) {
    String language = store.get(LANGUAGE).orElse("");
    String theme = store.get(THEME).orElse("");
    String drawing = store.get(DRAWING).orElse("");
    String enter = store.get(ENTER).orElse("");
    return new Settings(languageOf(language), themeOf(theme), drawingOf(drawing), enterOf(enter));
  }

  /** Keeps these settings. */
  public void save(KeyValues store) {
    store.put(LANGUAGE, language.map(Language::tag).orElse("auto"));
    store.put(THEME, theme.wireName());
    store.put(DRAWING, drawing.wireName());
    store.put(ENTER, enter.wireName());
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

  /** What Enter does, by this name; it sends if there is none. */
  public static EnterKey enterOf(String name) {
    return name.equals(EnterKey.BREAKS.wireName()) ? EnterKey.BREAKS : EnterKey.SENDS;
  }

  /** The same in another language, or in the browser's if empty. */
  public Settings withLanguage(Optional<Language> other) {
    return new Settings(other, theme, drawing, enter);
  }

  /** The same with another theme. */
  public Settings withTheme(Theme other) {
    return new Settings(language, other, drawing, enter);
  }

  /** The same with another rate. */
  public Settings withDrawing(DrawingRate other) {
    return new Settings(language, theme, other, enter);
  }

  /** The same with another use of Enter. */
  public Settings withEnter(EnterKey other) {
    return new Settings(language, theme, drawing, other);
  }
}
