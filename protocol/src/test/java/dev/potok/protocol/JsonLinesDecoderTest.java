package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesDecoderTest {

  @Test
  void lineFeedEndsALine() {
    assertGives("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void carriageReturnBeforeLineFeedIsNotPartOfTheLine() {
    assertGives("{}\r\n{}\r\n", "{}", "{}");
  }

  @Test
  void carriageReturnAloneEndsNothing() {
    assertGives("1\r2\n", "1\r2");
  }

  @Test
  void blankLinesArePassedOver() {
    assertGives("\n\n{}\n\n  \n\r\n{}\n\n", "{}", "{}");
  }

  @Test
  void lastLineNeedsNoEnd() {
    assertGives("{}\n{\"a\":1}", "{}", "{\"a\":1}");
    assertGives("");
  }

  @Test
  void charactersOfEveryLengthSurviveCuts() {
    assertGives("\"aé漢😀\u2028\u0085\"\n", "\"aé漢😀\u2028\u0085\"");
  }

  @Test
  void lineOfTheLimitIsReadAndOneMoreByteRefused() {
    List<String> lines = new ArrayList<>();
    JsonLinesDecoder decoder = new JsonLinesDecoder(lines::add);
    String longest = "x".repeat(LineDecoder.MAX_LINE_BYTES);

    feed(decoder, longest + "\n");
    feed(decoder, longest);

    assertThat(lines).containsExactly(longest);
    assertThatThrownBy(() -> feed(decoder, "x"))
        .isInstanceOf(StreamFormatException.class)
        .hasMessage("line 2: a line of more than 8388608 bytes (expected: at most 8388608)");
  }

  @Test
  void numberOfTheLineIsToldWhileItIsHandedOn() {
    List<Long> numbers = new ArrayList<>();
    JsonLinesDecoder[] decoder = new JsonLinesDecoder[1];
    decoder[0] = new JsonLinesDecoder(_ -> numbers.add(decoder[0].lineNumber()));

    feed(decoder[0], "{}\n\n{}\n{}\n");

    assertThat(numbers).containsExactly(1L, 3L, 4L);
  }

  private static void assertGives(String stream, String... lines) {
    EveryCut.assertGives(
        stream,
        List.of(lines),
        chunks -> {
          List<String> read = new ArrayList<>();
          JsonLinesDecoder decoder = new JsonLinesDecoder(read::add);
          chunks.forEach(chunk -> decoder.feed(chunk, 0, chunk.length));
          decoder.end();
          return read;
        });
  }

  private static void feed(JsonLinesDecoder decoder, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    decoder.feed(bytes, 0, bytes.length);
  }
}
