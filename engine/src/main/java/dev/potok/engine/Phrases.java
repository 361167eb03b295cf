package dev.potok.engine;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a value may be and what it is instead, in the language of its user. Where it is checked, it
 * is said in English, as on the wire; the translations are found by that, with their numbers left
 * out. Stateless.
 */
public final class Phrases {
  private static final String BUNDLE = "dev.potok.engine.phrases";
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** What a list of names begins with. */
  private static final String ONE_OF = "one of ";

  private Phrases() {}

  /** The same in another language; as it stands if that is not known. */
  public static String text(Language language, String english) {
    if (language == Language.ENGLISH) {
      return english;
    }
    ResourceBundle known =
        ResourceBundle.getBundle(BUNDLE, language.locale(), Phrases.class.getModule());
    Matcher numbers = NUMBER.matcher(english);
    String key = numbers.replaceAll("N").replace(' ', '_');
    if (known.containsKey(key)) {
      Object[] found = NUMBER.matcher(english).results().map(number -> number.group()).toArray();
      return MessageFormat.format(known.getString(key), found);
    }
    return english.startsWith(ONE_OF)
        ? MessageFormat.format(known.getString("one_of"), english.substring(ONE_OF.length()))
        : english;
  }
}
