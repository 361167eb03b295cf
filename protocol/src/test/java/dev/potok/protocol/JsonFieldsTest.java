package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

  @Test
  void readsEachType() {
    JsonFields json =
        JsonFields.parse(
            """
            {"s":"a","i":-5,"t":true,"o":{"x":"y"},"a":[{"n":1},{"n":2}],"z":null}\
            """);

    assertThat(json.string("s")).isEqualTo("a");
    assertThat(json.int64("i")).isEqualTo(-5);
    assertThat(json.bool("t", false)).isTrue();
    assertThat(json.object("o").string("x")).isEqualTo("y");
    assertThat(json.objects("a")).extracting(each -> each.int64("n")).containsExactly(1L, 2L);
    assertThat(json.names()).containsExactly("s", "i", "t", "o", "a", "z");
  }

  @Test
  void absentAndNullAreTheSameButForMentions() {
    JsonFields json = JsonFields.parse("{\"z\":null}");

    for (String name : List.of("z", "absent")) {
      assertThat(json.has(name)).isFalse();
      assertThat(json.optionalString(name)).isEmpty();
      assertThat(json.optionalInt64(name)).isEmpty();
      assertThat(json.optionalObject(name)).isEmpty();
      assertThat(json.objects(name)).isEmpty();
      assertThat(json.bool(name, true)).isTrue();
    }
    assertThat(json.mentions("z")).isTrue();
    assertThat(json.mentions("absent")).isFalse();
  }

  @Test
  void missingFieldIsNamedWithWhatWasExpected() {
    JsonFields json = JsonFields.parse("{\"o\":{},\"a\":[{}]}");

    assertRefused(() -> json.string("s"), "s: missing (expected: a string)");
    assertRefused(() -> json.int64("i"), "i: missing (expected: an integer)");
    assertRefused(() -> json.object("x"), "x: missing (expected: an object)");
    assertRefused(() -> json.object("o").string("s"), "o.s: missing (expected: a string)");
    assertRefused(
        () -> json.objects("a").getFirst().int64("i"), "a[0].i: missing (expected: an integer)");
  }

  @Test
  void wrongTypeIsShownWithWhatWasExpected() {
    JsonFields json = JsonFields.parse("{\"s\":\"a\",\"i\":5,\"a\":[{},7]}");

    assertRefused(() -> json.string("i"), "i: 5 (expected: a string)");
    assertRefused(() -> json.int64("s"), "s: a (expected: an integer)");
    assertRefused(() -> json.bool("s", true), "s: a (expected: true or false)");
    assertRefused(() -> json.object("i"), "i: 5 (expected: an object)");
    assertRefused(() -> json.objects("s"), "s: a (expected: an array of objects)");
    assertRefused(() -> json.objects("a"), "a[1]: 7 (expected: an object)");
    assertRefused(
        () -> json.oneOf("s", Role::wireName, Role.values()),
        "s: a (expected: one of user, assistant, system)");
  }

  @Test
  void errorTellsItsParts() {
    assertThatThrownBy(() -> JsonFields.parse("{\"i\":\"x\"}").int64("i"))
        .isInstanceOfSatisfying(
            JsonFormatException.class,
            e -> {
              assertThat(e.field()).isEqualTo("i");
              assertThat(e.actual()).isEqualTo("x");
              assertThat(e.expected()).isEqualTo("an integer");
            });
  }

  @Test
  void longValueIsShownShortened() {
    JsonFields json = JsonFields.parse("{\"i\":\"" + "x".repeat(5000) + "\"}");

    assertRefused(
        () -> json.int64("i"),
        "i: " + "x".repeat(80) + "… (5000 characters) (expected: an integer)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "9007199254740991", "-9007199254740991", "1.0", "1e3", "2E2"})
  void integersAreRead(String number) {
    assertThat(JsonFields.parse("{\"i\":" + number + "}").int64("i"))
        .isEqualTo((long) Double.parseDouble(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "-9007199254740992",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "123456789012345678901234567890",
        "1e400",
        "-1e400",
        "1.5",
        "1e-3",
        "1e-400",
        "7.00000000000000000001",
        "9007199254740990.6",
        "0.99999999999999999",
        "\"5\"",
        "true",
        "[]"
      })
  void whatIsNoExactIntegerIsRefused(String number) {
    JsonFields json = JsonFields.parse("{\"i\":" + number + "}");

    assertThatThrownBy(() -> json.int64("i"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageStartingWith("i: ")
        .hasMessageEndingWith("(expected: an integer)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\n\"}",
        "{} {}",
        "{}x",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1,]}",
        "{\"a\":]}",
        "nul"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonFields.parse(text))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("expected: JSON; at character ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"a\"", "1", "null", "true"})
  void whatIsNoObjectIsRefused(String text) {
    assertRefused(() -> JsonFields.parse(text), text + " (expected: a JSON object)");
  }

  @Test
  void nestingToTheLimitIsReadAndOneDeeperRefused() {
    int inner = JsonFields.MAX_DEPTH - 1;
    assertThat(JsonFields.parse("{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + "}").has("a"))
        .isTrue();

    assertRefused(
        () -> JsonFields.parse("{\"a\":" + "[".repeat(inner + 1) + "]".repeat(inner + 1) + "}"),
        "nesting of more than 64 (expected: at most 64 levels)");
    assertRefused(
        () -> JsonFields.parse("[".repeat(1_000_000)),
        "nesting of more than 64 (expected: at most 64 levels)");
  }

  @Test
  void bracketsInStringsAreNoNesting() {
    String text = "[{\\\"".repeat(500);

    assertThat(JsonFields.parse("{\"a\":\"" + text + "\\\\\"}").string("a"))
        .isEqualTo("[{\"".repeat(500) + "\\");
  }

  @Test
  void escapesAreRead() {
    assertThat(JsonFields.parse("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\ude00\"}"))
        .extracting(json -> json.string("a"))
        .isEqualTo("\"\\/\b\f\n\r\t\0😀");
  }

  @Test
  void arrayOfObjectsIsRead() {
    assertThat(JsonFields.parseArray("[{\"i\":1},{\"i\":2}]"))
        .extracting(json -> json.int64("i"))
        .containsExactly(1L, 2L);
    assertThat(JsonFields.parseArray("[]")).isEmpty();
    assertRefused(
        () -> JsonFields.parseArray("[{\"i\":1},{}]").get(1).int64("i"),
        "[1].i: missing (expected: an integer)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]", "null", "", "[],\"x\":[]", "[]]"})
  void whatIsNoArrayOfObjectsIsRefused(String text) {
    assertThatThrownBy(() -> JsonFields.parseArray(text)).isInstanceOf(JsonFormatException.class);
  }

  private static void assertRefused(ThrowingCallable reading, String sentence) {
    assertThatThrownBy(reading).isInstanceOf(JsonFormatException.class).hasMessage(sentence);
  }

  @Test
  void aNumberHasALimitedLength() {
    String longest = "1".repeat(JsonFields.MAX_DIGITS);

    assertThat(JsonFields.parse("{\"a\":" + longest + ",\"b\":\"" + longest + "1\"}").has("a"))
        .isTrue();
    assertThatThrownBy(() -> JsonFields.parse("{\"a\":" + longest + "1}"))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("a number of more than 1000 digits");
  }
}
