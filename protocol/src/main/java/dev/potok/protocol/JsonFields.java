package dev.potok.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object and says of a wrong one where it is, what it is and what was
 * expected. Knows types and presence; ranges are the caller's.
 *
 * <p>Immutable as long as nobody keeps the parsed text's parts; not synchronised.
 */
public final class JsonFields {

  /** The deepest nesting of objects and arrays that is read. */
  public static final int MAX_DEPTH = 64;

  /** The largest integer that every JSON reader keeps exactly, 2^53 - 1 (RFC 8259, section 6). */
  public static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /** The most digits in a row of a number; the time to work one out grows as their square. */
  public static final int MAX_DIGITS = 1_000;

  /** How much of an offending value an error shows, in characters. */
  private static final int SHOWN_CHARACTERS = 80;

  private final Map<String, @Nullable Object> object;
  private final String path;

  private JsonFields(Map<String, @Nullable Object> object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Parses a text that must be one JSON object.
   *
   * @throws JsonFormatException if it is not JSON, not an object, nested deeper than {@link
   *     #MAX_DEPTH}, or holds more than {@link #MAX_DIGITS} digits in a row
   */
  public static JsonFields parse(String json) {
    Object value = JsonParser.parse(json);
    if (value instanceof Map) {
      return new JsonFields(fields(value), "");
    }
    throw new JsonFormatException("", shorten(json), "a JSON object");
  }

  @SuppressWarnings("unchecked") // The parser makes no other maps.
  private static Map<String, @Nullable Object> fields(Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  /** The names of the fields, in their order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(object.keySet());
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return object.get(name) != null;
  }

  /** Whether the field is there, even as null. */
  public boolean mentions(String name) {
    return object.containsKey(name);
  }

  /** A text that must be there. */
  public String string(String name) {
    return optionalString(name).orElseThrow(() -> missing(name, "a string"));
  }

  /** A text; absent or null gives empty. */
  public Optional<String> optionalString(String name) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw wrong(name, "a string");
  }

  /** An integer of at most {@link #MAX_SAFE_INTEGER} that must be there. */
  public long int64(String name) {
    OptionalLong value = optionalInt64(name);
    if (value.isEmpty()) {
      throw missing(name, "an integer");
    }
    return value.getAsLong();
  }

  /** An integer; absent or null gives empty. */
  public OptionalLong optionalInt64(String name) {
    Object value = value(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    OptionalLong integer = integer(value);
    if (integer.isEmpty()) {
      throw wrong(name, "an integer");
    }
    return integer;
  }

  private static OptionalLong integer(@Nullable Object value) {
    return value instanceof JsonNumber number ? number.int64() : OptionalLong.empty();
  }

  /** A place in an array, from 0; absent or null gives 0. */
  int index(String name) {
    long index = optionalInt64(name).orElse(0);
    if (index < 0 || index > Integer.MAX_VALUE) {
      throw wrong(name, "a place from 0 to " + Integer.MAX_VALUE);
    }
    return (int) index;
  }

  /** A finite number; absent or null gives empty. */
  public OptionalDouble optionalFloat64(String name) {
    Object value = value(name);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (value instanceof JsonNumber number && Double.isFinite(number.float64())) {
      return OptionalDouble.of(number.float64());
    }
    throw wrong(name, "a number");
  }

  /** True or false; absent or null gives the default. */
  public boolean bool(String name, boolean defaultValue) {
    Object value = value(name);
    if (value == null) {
      return defaultValue;
    }
    if (value instanceof Boolean bool) {
      return bool;
    }
    throw wrong(name, "true or false");
  }

  /** An object that must be there. */
  public JsonFields object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name, "an object"));
  }

  /** An object; absent or null gives empty. */
  public Optional<JsonFields> optionalObject(String name) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map) {
      return Optional.of(new JsonFields(fields(value), pathOf(name) + "."));
    }
    throw wrong(name, "an object");
  }

  /** An array of objects; absent or null gives an empty list. */
  public List<JsonFields> objects(String name) {
    Object value = value(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> array) {
      return objectsOf(array, pathOf(name));
    }
    throw wrong(name, "an array of objects");
  }

  /** An array of texts; absent or null gives an empty list. */
  public List<String> strings(String name) {
    Object value = value(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> array) {
      List<String> result = new ArrayList<>(array.size());
      for (Object element : array) {
        if (!(element instanceof String text)) {
          throw wrong(name, "an array of strings");
        }
        result.add(text);
      }
      return result;
    }
    throw wrong(name, "an array of strings");
  }

  /**
   * An array of integers of at most {@link #MAX_SAFE_INTEGER}; absent or null gives an empty list.
   */
  public List<Long> int64s(String name) {
    Object value = value(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> array) {
      List<Long> result = new ArrayList<>(array.size());
      for (Object element : array) {
        OptionalLong integer = integer(element);
        if (integer.isEmpty()) {
          throw wrong(name, "an array of integers");
        }
        result.add(integer.getAsLong());
      }
      return result;
    }
    throw wrong(name, "an array of integers");
  }

  /** A text; anything else gives empty. */
  public Optional<String> textIfAny(String name) {
    return value(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** An object; anything else gives empty. */
  public Optional<JsonFields> objectIfAny(String name) {
    return value(name) instanceof Map ? optionalObject(name) : Optional.empty();
  }

  /** An integer of at most {@link #MAX_SAFE_INTEGER}; anything else gives empty. */
  OptionalLong int64IfAny(String name) {
    try {
      return optionalInt64(name);
    } catch (JsonFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether the field is true; anything else gives false. */
  public boolean boolIfAny(String name) {
    return Boolean.TRUE.equals(value(name));
  }

  /** A finite number; anything else gives empty. */
  public OptionalDouble float64IfAny(String name) {
    try {
      return optionalFloat64(name);
    } catch (JsonFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The texts among the elements of an array; anything else gives an empty list. */
  public List<String> textsIfAny(String name) {
    List<String> texts = new ArrayList<>();
    if (value(name) instanceof List<?> array) {
      for (Object element : array) {
        if (element instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** How many elements an array has; anything else has none. */
  public int sizeIfAny(String name) {
    return value(name) instanceof List<?> array ? array.size() : 0;
  }

  /** Whether the field is true or false. */
  boolean isBoolean(String name) {
    return value(name) instanceof Boolean;
  }

  /** Whether the field is a text. */
  public boolean isString(String name) {
    return value(name) instanceof String;
  }

  /** Whether the field is an array. */
  public boolean isArray(String name) {
    return value(name) instanceof List;
  }

  /** The object with these of its fields alone, in their order. */
  public JsonFields only(Set<String> names) {
    Map<String, @Nullable Object> some = new LinkedHashMap<>(object);
    some.keySet().retainAll(names);
    return new JsonFields(some, path);
  }

  /** The object as JSON text, all its fields in their order. */
  public String json() {
    return JsonText.of(object);
  }

  /**
   * Parses a text that must be a JSON string.
   *
   * @throws JsonFormatException as {@link #parse}
   */
  static String parseString(String json) {
    if (JsonParser.parse(json) instanceof String text) {
      return text;
    }
    throw new JsonFormatException("", shorten(json), "a JSON string");
  }

  /**
   * Parses a text that must be a JSON array of objects.
   *
   * @throws JsonFormatException as {@link #parse}
   */
  public static List<JsonFields> parseArray(String json) {
    if (JsonParser.parse(json) instanceof List<?> array) {
      return objectsOf(array, "");
    }
    throw new JsonFormatException("", shorten(json), "an array of objects");
  }

  private static List<JsonFields> objectsOf(List<?> array, String path) {
    List<JsonFields> result = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      String place = path + "[" + i + "]";
      Object element = array.get(i);
      if (!(element instanceof Map)) {
        throw new JsonFormatException(place, shorten(String.valueOf(element)), "an object");
      }
      result.add(new JsonFields(fields(element), place + "."));
    }
    return result;
  }

  /**
   * One of an enumeration's wire names.
   *
   * @throws JsonFormatException if the field is absent or names none of them
   */
  <E extends Enum<E>> E oneOf(String name, WireName<E> wireName, E[] values) {
    String text = string(name);
    StringBuilder expected = new StringBuilder();
    for (E value : values) {
      if (wireName.of(value).equals(text)) {
        return value;
      }
      expected.append(expected.isEmpty() ? "" : ", ").append(wireName.of(value));
    }
    throw wrong(name, "one of " + expected);
  }

  /** How an enumeration's value is written. */
  interface WireName<E> {
    String of(E value);
  }

  /** What was parsed. */
  Map<String, @Nullable Object> parsed() {
    return object;
  }

  private @Nullable Object value(String name) {
    return object.get(name);
  }

  private JsonFormatException missing(String name, String expected) {
    return new JsonFormatException(pathOf(name), "missing", expected);
  }

  private JsonFormatException wrong(String name, String expected) {
    return new JsonFormatException(
        pathOf(name), shorten(String.valueOf(object.get(name))), expected);
  }

  private String pathOf(String name) {
    return path + name;
  }

  /** A text of which only the beginning is shown if it is long. */
  public static String shorten(String text) {
    if (text.length() <= SHOWN_CHARACTERS) {
      return text;
    }
    int end = SHOWN_CHARACTERS;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "… (" + text.length() + " characters)";
  }
}
