package dev.potok.cli;

import dev.potok.engine.Language;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting may be, in the language of its user. Where it is checked, it is said in English,
 * as on the wire; the translations are found by that, with their numbers left out. Stateless.
 */
final class Expectations {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** What a list of names begins with. */
  private static final String ONE_OF = "one of ";

  private Expectations() {}

  /** The same in another language; as it stands if that is not known. */
  static String text(Language language, String english) {
    if (language == Language.ENGLISH) {
      return english;
    }
    if (english.startsWith(ONE_OF)) {
      return "одно из: " + english.substring(ONE_OF.length());
    }
    ResourceBundle known =
        ResourceBundle.getBundle(
            "dev.potok.cli.expectations", language.locale(), Expectations.class.getModule());
    Matcher numbers = NUMBER.matcher(english);
    String key = numbers.replaceAll("N").replace(' ', '_');
    if (!known.containsKey(key)) {
      return english;
    }
    Object[] found = NUMBER.matcher(english).results().map(number -> number.group()).toArray();
    return MessageFormat.format(known.getString(key), found);
  }
}
