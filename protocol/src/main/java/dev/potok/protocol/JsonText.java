package dev.potok.protocol;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;

/**
 * Writes one JSON object field by field, in the order of the calls. A string that is not
 * well-formed UTF-16 has its lone surrogates replaced by U+FFFD, since UTF-8 cannot carry them.
 *
 * <p>Not thread-safe; of no use after {@link #done}.
 */
public final class JsonText {
  private final JsonStringWriter writer = JsonWriter.string();

  private JsonText() {
    writer.object();
  }

  /** An object without fields so far. */
  public static JsonText object() {
    return new JsonText();
  }

  /** Adds a string. */
  public JsonText field(String name, String value) {
    writer.value(name, wellFormed(value));
    return this;
  }

  /** Adds an integer. */
  public JsonText field(String name, long value) {
    writer.value(name, value);
    return this;
  }

  /** Adds true or false. */
  public JsonText field(String name, boolean value) {
    writer.value(name, value);
    return this;
  }

  /** Adds a finite number. */
  public JsonText field(String name, double value) {
    writer.value(name, value);
    return this;
  }

  /** Adds an object that was read. */
  public JsonText field(String name, JsonFields value) {
    writer.value(name, value.parsed());
    return this;
  }

  /** Adds null. */
  public JsonText nullField(String name) {
    writer.nul(name);
    return this;
  }

  /** Opens an object; what follows belongs to it until {@link #end}. */
  public JsonText openObject(String name) {
    writer.object(name);
    return this;
  }

  /** Opens an array; what follows belongs to it until {@link #end}. */
  public JsonText openArray(String name) {
    writer.array(name);
    return this;
  }

  /** Opens an object inside an array. */
  public JsonText openObject() {
    writer.object();
    return this;
  }

  /** Adds a string inside an array. */
  public JsonText element(String value) {
    writer.value(wellFormed(value));
    return this;
  }

  /** Closes what was opened last. */
  public JsonText end() {
    writer.end();
    return this;
  }

  /** The text of the whole object. */
  public String done() {
    return writer.end().done();
  }

  /** The same text with each lone surrogate replaced by U+FFFD. */
  public static String wellFormed(String text) {
    int lone = firstLoneSurrogate(text, 0);
    if (lone < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    while (lone >= 0) {
      mended.setCharAt(lone, '\uFFFD');
      lone = firstLoneSurrogate(text, lone + 1);
    }
    return mended.toString();
  }

  private static int firstLoneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      return i;
    }
    return -1;
  }
}
