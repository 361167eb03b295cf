package dev.potok.web.text;

import java.util.HashMap;
import java.util.Map;

/**
 * The page's sentences in one language. Immutable.
 *
 * <p>A bundle's line is {@code key=value} in UTF-8; {@code {0}} stands for an argument, and the
 * forms of a counted sentence are separated by {@code |}.
 */
public final class Messages {

  private static final int SECONDS_PER_MINUTE = 60;

  /** The least rate worth naming, in tokens per second. */
  private static final double LEAST_RATE = 0.1;

  private final Language language;
  private final Map<String, String> bundle;
  private final LocalStyle style;

  /**
   * The sentences of a language.
   *
   * @param bundle the text of its bundle
   */
  public Messages(Language language, String bundle, LocalStyle style) {
    this.language = language;
    this.bundle = parse(bundle);
    this.style = style;
  }

  /** The language. */
  public Language language() {
    return language;
  }

  /** A sentence. */
  public String get(Text text) {
    String value = bundle.get(text.key());
    if (value == null) {
      throw new IllegalStateException("no text " + text.key() + " in " + language.tag());
    }
    return value;
  }

  /** A sentence with its argument. */
  public String get(Text text, String argument) {
    return get(text).replace("{0}", argument);
  }

  /** A sentence about a count of things, in the form that the count asks for. */
  public String count(Text text, long count) {
    int form = language.pluralForm(count);
    String forms = get(text);
    for (int i = 0; i < form; i++) {
      forms = forms.substring(forms.indexOf('|') + 1);
    }
    int end = forms.indexOf('|');
    return (end < 0 ? forms : forms.substring(0, end)).replace("{0}", number(count));
  }

  /** A number with at most one digit after the point. */
  public String tenths(double number) {
    return style.tenths(number);
  }

  /** A time of RFC 3339, short; empty if it is none. */
  public String time(String time) {
    return style.time(time);
  }

  /** A whole number. */
  public String number(long number) {
    return style.number((double) number);
  }

  /** A length of time, as exact as a reader needs it. */
  public String duration(long millis) {
    if (millis < 1000) {
      return get(Text.MILLISECONDS, number(millis));
    }
    if (millis < SECONDS_PER_MINUTE * 1000L) {
      return get(
          Text.SECONDS, millis < 10_000 ? tenths(millis / 1000.0) : style.number(millis / 1000.0));
    }
    long seconds = millis / 1000;
    return get(Text.MINUTES, number(seconds / SECONDS_PER_MINUTE))
        + " "
        + get(Text.SECONDS, number(seconds % SECONDS_PER_MINUTE));
  }

  /** How fast tokens came; empty where that is unknown or next to nothing. */
  public String rate(long tokens, long millis) {
    if (tokens <= 0 || millis <= 0) {
      return "";
    }
    double rate = tokens * 1000.0 / millis;
    if (rate < LEAST_RATE) {
      return "";
    }
    return get(Text.TOKENS_PER_SECOND, rate < 10 ? tenths(rate) : style.number(rate));
  }

  /** The keys and values of a bundle's text. */
  static Map<String, String> parse(String bundle) {
    Map<String, String> values = new HashMap<>();
    int start = 0;
    while (start < bundle.length()) {
      int end = bundle.indexOf('\n', start);
      if (end < 0) {
        end = bundle.length();
      }
      String line = bundle.substring(start, end);
      int equals = line.indexOf('=');
      if (equals > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
      start = end + 1;
    }
    return values;
  }
}
