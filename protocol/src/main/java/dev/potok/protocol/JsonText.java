package dev.potok.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object field by field, in the order of the calls. A string that is not
 * well-formed UTF-16 has its lone surrogates replaced by U+FFFD, since UTF-8 cannot carry them.
 *
 * <p>Not thread-safe; of no use after {@link #done}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonText {
  private static final String HEXADECIMAL = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder();

  /** What closes the objects and arrays that are open, the innermost last. */
  private final StringBuilder closings = new StringBuilder();

  /** Whether nothing stands yet in the innermost object or array. */
  private boolean isFirst = true;

  private JsonText() {}

  /** An object without fields so far. */
  public static JsonText object() {
    return new JsonText().open('{', '}');
  }

  /** What was parsed, as text again. */
  static String of(Map<String, @Nullable Object> parsed) {
    JsonText json = new JsonText();
    json.append(parsed);
    return json.text.toString();
  }

  /** Adds a string. */
  public JsonText field(String name, String value) {
    name(name);
    string(value);
    return this;
  }

  /** Adds an integer. */
  public JsonText field(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  /** Adds true or false. */
  public JsonText field(String name, boolean value) {
    name(name);
    text.append(value);
    return this;
  }

  /**
   * Adds a number.
   *
   * @throws IllegalArgumentException if it is infinite or no number, which JSON cannot say
   */
  public JsonText field(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: a finite number)");
    }
    name(name);
    text.append(value);
    return this;
  }

  /** Adds an object that was read. */
  public JsonText field(String name, JsonFields value) {
    name(name);
    append(value.parsed());
    return this;
  }

  /** Adds all fields of an object that was read. */
  public JsonText fields(JsonFields object) {
    object
        .parsed()
        .forEach((name, value) -> {
          name(name);
          append(value);
        });
    return this;
  }

  /** Adds null. */
  public JsonText nullField(String name) {
    name(name);
    text.append("null");
    return this;
  }

  /** Opens an object; what follows belongs to it until {@link #end}. */
  public JsonText openObject(String name) {
    name(name);
    return open('{', '}');
  }

  /** Opens an array; what follows belongs to it until {@link #end}. */
  public JsonText openArray(String name) {
    name(name);
    return open('[', ']');
  }

  /** Opens an object inside an array. */
  public JsonText openObject() {
    separate();
    return open('{', '}');
  }

  /** Adds a string inside an array. */
  public JsonText element(String value) {
    separate();
    string(value);
    return this;
  }

  /** Adds an integer inside an array. */
  public JsonText element(long value) {
    separate();
    text.append(value);
    return this;
  }

  /**
   * Closes what was opened last.
   *
   * @throws IllegalStateException if nothing is open
   */
  public JsonText end() {
    int last = closings.length() - 1;
    if (last < 0) {
      throw new IllegalStateException("nothing is open (expected: an object or an array)");
    }
    text.append(closings.charAt(last));
    closings.setLength(last);
    isFirst = false;
    return this;
  }

  /**
   * The text of the whole object.
   *
   * @throws IllegalStateException if something inside it is still open
   */
  public String done() {
    end();
    if (!closings.isEmpty()) {
      throw new IllegalStateException(closings + " is missing (expected: an end for each opening)");
    }
    return text.toString();
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

  private JsonText open(char opening, char closing) {
    text.append(opening);
    closings.append(closing);
    isFirst = true;
    return this;
  }

  private void name(String name) {
    separate();
    string(name);
    text.append(':');
  }

  private void separate() {
    if (!isFirst) {
      text.append(',');
    }
    isFirst = false;
  }

  private void append(@Nullable Object value) {
    switch (value) {
      case null -> text.append("null");
      case String string -> string(string);
      case Map<?, ?> fields -> {
        open('{', '}');
        fields.forEach((name, field) -> {
          name(String.valueOf(name));
          append(field);
        });
        end();
      }
      case List<?> elements -> {
        open('[', ']');
        for (Object element : elements) {
          separate();
          append(element);
        }
        end();
      }
      default -> text.append(value);
    }
  }

  private void string(String value) {
    String written = wellFormed(value);
    text.append('"');
    int start = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        text.append(written, start, i);
        escape(c);
        start = i + 1;
      }
    }
    text.append(written, start, written.length()).append('"');
  }

  private void escape(char c) {
    text.append('\\');
    switch (c) {
      case '\b' -> text.append('b');
      case '\f' -> text.append('f');
      case '\n' -> text.append('n');
      case '\r' -> text.append('r');
      case '\t' -> text.append('t');
      case '"', '\\' -> text.append(c);
      default -> text.append("u00").append(c >> 4).append(HEXADECIMAL.charAt(c & 15));
    }
  }
}
