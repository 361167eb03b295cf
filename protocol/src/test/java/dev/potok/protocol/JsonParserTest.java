package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read and written is compared with what nanojson makes of the same text. */
class JsonParserTest {
  private static final int DOCUMENTS = 2_000;
  private static final int EDITS = 10;
  private static final String EDITED_BY =
      "{}[]\":,\\/0123456789.-+eEtrufalsn \n\t\u0000\u001f\u007fяd8";

  @Test
  void readsAndWritesWhatAnotherParserDoes() throws Exception {
    Random random = new Random(4);
    for (int i = 0; i < DOCUMENTS; i++) {
      JsonObject document = object(random, 0);
      String text = JsonWriter.string(document);

      assertThat(plain(JsonParser.parse(text))).isEqualTo(plain(document));
      String written = JsonFields.parse(text).json();
      assertThat(plain(com.grack.nanojson.JsonParser.object().from(written)))
          .isEqualTo(plain(document));
    }
  }

  @Test
  void acceptsAndRefusesWhatAnotherParserDoes() {
    Random random = new Random(5);
    int accepted = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String text = JsonWriter.string(object(random, 2));
      for (int edit = 0; edit < EDITS; edit++) {
        String edited = edited(text, random);
        boolean expected = isAcceptedElsewhere(edited);
        assertThat(isAccepted(edited)).as(edited).isEqualTo(expected);
        accepted += expected ? 1 : 0;
      }
    }
    assertThat(accepted).isBetween(DOCUMENTS, DOCUMENTS * EDITS - DOCUMENTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "1.0E+2",
        "1e5",
        "123456789012345678901234567890",
        "0.1e-7",
        "-1"
      })
  void numberIsPassedOnAsItWasWritten(String number) {
    assertThat(JsonFields.parse("{ \"a\" : [" + number + "] }").json())
        .isEqualTo("{\"a\":[" + number + "]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\" 1}        | 5  | a colon",
        "{\"a\":1 \"b\"}  | 7  | a comma or }",
        "[1 2]            | 3  | a comma or ]",
        "{1}              | 1  | the name of a field",
        "[01]             | 2  | a comma or ]",
        "[-]              | 2  | a digit",
        "[1.]             | 3  | a digit",
        "[1e+]            | 4  | a digit",
        "[\"\\x\"]        | 3  | one of",
        "[\"\\u12g4\"]    | 6  | four hexadecimal digits",
        "[tru]            | 1  | true",
        "[] []            | 3  | nothing behind the value",
        "[\"a             | 3  | the end of the string, not its end",
        "[                | 1  | a value, not its end"
      })
  void errorSaysWhereAndWhatWasExpected(String text, int character, String expected) {
    assertThatThrownBy(() -> JsonParser.parse(text))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageStartingWith(
            text + " (expected: JSON; at character " + character + ": " + expected);
  }

  @Test
  void ofFieldsWithOneNameTheLastCounts() {
    assertThat(JsonFields.parse("{\"a\":1,\"a\":2}").int64("a")).isEqualTo(2);
  }

  private static boolean isAccepted(String text) {
    try {
      JsonParser.parse(text);
      return true;
    } catch (JsonFormatException e) {
      return false;
    }
  }

  private static boolean isAcceptedElsewhere(String text) {
    try {
      com.grack.nanojson.JsonParser.any().from(text);
      return true;
    } catch (JsonParserException e) {
      return false;
    }
  }

  /** The text with one character put in, taken out, or replaced. */
  private static String edited(String text, Random random) {
    StringBuilder edited = new StringBuilder(text);
    int at = random.nextInt(text.length());
    char c = EDITED_BY.charAt(random.nextInt(EDITED_BY.length()));
    switch (random.nextInt(3)) {
      case 0 -> edited.insert(at, c);
      case 1 -> edited.deleteCharAt(at);
      default -> edited.setCharAt(at, c);
    }
    return edited.toString();
  }

  private static JsonObject object(Random random, int depth) {
    JsonObject object = new JsonObject();
    for (int i = random.nextInt(5); i > 0; i--) {
      object.put(text(random), value(random, depth + 1));
    }
    return object;
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
      case 4, 5 -> text(random);
      case 6 -> object(random, depth);
      default -> {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, depth + 1));
        }
        yield array;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append("\"\\/\u007f\u2028</".charAt(random.nextInt(7)));
        case 2 -> text.append((char) (0x410 + random.nextInt(64)));
        case 3 -> text.appendCodePoint(0x1F600 + random.nextInt(50));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  /** The same in the JDK's types, each number as a double. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> fields -> {
        Map<Object, @Nullable Object> result = new LinkedHashMap<>();
        fields.forEach((name, field) -> result.put(name, plain(field)));
        yield List.copyOf(result.entrySet());
      }
      case List<?> elements -> {
        List<@Nullable Object> result = new ArrayList<>();
        elements.forEach(element -> result.add(plain(element)));
        yield result;
      }
      case JsonNumber number -> number.float64();
      case Number number -> number.doubleValue();
      case null -> "null";
      default -> value;
    };
  }
}
