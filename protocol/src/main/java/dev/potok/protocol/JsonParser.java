package dev.potok.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text: an object as a map in the text's order, an array as a list, a string, a {@link
 * JsonNumber}, a {@link Boolean}, or null. Of fields with the same name the last one counts. It
 * accepts what the grammar does and nothing else.
 *
 * <p>It takes each character once and makes nothing but what it returns, since every event of every
 * stream goes through it. It calls itself for each level of nesting, which is why there is a limit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonParser {
  private static final int END = -1;

  private final String text;
  private int at;
  private int depth;

  private JsonParser(String text) {
    this.text = text;
  }

  /**
   * The value that the whole text is.
   *
   * @throws JsonFormatException if it is no JSON text, nested deeper than {@link
   *     JsonFields#MAX_DEPTH}, or holds a number of more than {@link JsonFields#MAX_DIGITS} digits
   *     in a row
   */
  static @Nullable Object parse(String text) {
    JsonParser parser = new JsonParser(text);
    Object value = parser.value();
    if (parser.next() != END) {
      throw parser.wrong("nothing behind the value");
    }
    return value;
  }

  private @Nullable Object value() {
    return switch (next()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw wrong("a value");
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    open();
    if (next() == '}') {
      close();
      return fields;
    }
    while (true) {
      if (next() != '"') {
        throw wrong("the name of a field");
      }
      String name = string();
      if (next() != ':') {
        throw wrong("a colon");
      }
      at++;
      fields.put(name, value());
      if (next() == '}') {
        close();
        return fields;
      }
      comma('}');
    }
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    open();
    if (next() == ']') {
      close();
      return elements;
    }
    while (true) {
      elements.add(value());
      if (next() == ']') {
        close();
        return elements;
      }
      comma(']');
    }
  }

  private void open() {
    at++;
    depth++;
    if (depth > JsonFields.MAX_DEPTH) {
      throw new JsonFormatException(
          "",
          "nesting of more than " + JsonFields.MAX_DEPTH,
          "at most " + JsonFields.MAX_DEPTH + " levels");
    }
  }

  private void close() {
    at++;
    depth--;
  }

  private void comma(char closing) {
    if (next() != ',') {
      throw wrong("a comma or " + closing);
    }
    at++;
  }

  private @Nullable Boolean word(String word, @Nullable Boolean value) {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  /** "number = [ minus ] int [ frac ] [ exp ]". */
  private JsonNumber number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      // "Leading zeros are not allowed."
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    return new JsonNumber(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong("a digit");
    }
    if (at - start > JsonFields.MAX_DIGITS) {
      throw new JsonFormatException(
          "",
          "a number of more than " + JsonFields.MAX_DIGITS + " digits",
          "at most " + JsonFields.MAX_DIGITS + " digits");
    }
  }

  /** A string from its quotation mark on; most have no escape and are a piece of the text. */
  private String string() {
    int start = at + 1;
    int end = plainEnd(start);
    if (text.charAt(end) == '"') {
      at = end + 1;
      return text.substring(start, end);
    }
    StringBuilder unescaped = new StringBuilder(end - start + 16);
    while (text.charAt(end) == '\\') {
      unescaped.append(text, start, end);
      at = end + 1;
      unescaped.append(escaped());
      start = at;
      end = plainEnd(start);
    }
    at = end + 1;
    return unescaped.append(text, start, end).toString();
  }

  /** Where the next quotation mark or escape is. */
  private int plainEnd(int from) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        return i;
      }
      if (c < ' ') {
        // "the characters that MUST be escaped: quotation mark, reverse solidus, and the control
        // characters (U+0000 through U+001F)"
        at = i;
        throw wrong("control characters escaped");
      }
    }
    at = length;
    throw wrong("the end of the string");
  }

  private char escaped() {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> {
        at--;
        throw wrong("one of \" \\ / b f n r t u");
      }
    };
  }

  private char hexadecimal() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int c = peek();
      int digit = c > 'f' ? -1 : Character.digit((char) c, 16);
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  /** The next character that is no white space, or {@link #END}; stays before it. */
  private int next() {
    int c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      at++;
      c = peek();
    }
    return c;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private JsonFormatException wrong(String expected) {
    return new JsonFormatException(
        "",
        JsonFields.shorten(text),
        "JSON; at character " + at + ": " + expected + (at < text.length() ? "" : ", not its end"));
  }
}
