package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerEventEncoderTest {

  /** What random texts are made of: all that a framing or JSON could trip over. */
  private static final List<String> PARTS =
      List.of(
          "\n",
          "\r",
          "\r\n",
          " ",
          ":",
          "\"",
          "\\",
          "/",
          "\0",
          "\t",
          "\b",
          "\f",
          "\u001F",
          "\u007F",
          "\u0085",
          "\u00A0",
          "\u2028",
          "\u2029",
          "\uFEFF",
          "\uFFFD",
          "\uFFFF",
          "é",
          "漢",
          "😀",
          "a",
          "data: ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "null",
          "</script>",
          "\\u0000",
          "e\u0301",
          "\uD83D",
          "\uDE00");

  static List<String> texts() {
    List<String> texts =
        new ArrayList<>(List.of("", " a", "a ", "\n", "\n\n", "data: x\n\n", "[DONE]", "{}"));
    texts.addAll(PARTS);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(1, 12); part > 0; part--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void decoderReadsWhatTheEncoderWrote(String text) {
    String read = JsonText.wellFormed(text);
    for (boolean jsonLines : new boolean[] {false, true}) {
      assertThat(readBack(events(text), jsonLines)).isEqualTo(events(read));
    }
  }

  @Test
  void decoderReadsWhatTheEncoderWroteHoweverItIsCut() {
    String text = String.join("", PARTS.subList(0, PARTS.size() - 2));
    List<AnswerEvent> written = events(text);
    for (boolean jsonLines : new boolean[] {false, true}) {
      byte[] stream = bytes(List.of(written.get(1), written.getLast()), jsonLines);
      EveryCut.assertGives(
          stream,
          List.of(written.get(1), written.getLast()),
          chunks -> EventLog.read(chunks).events);
    }
  }

  @Test
  void loneSurrogatesAreReplacedAndPairsKept() {
    assertThat(JsonText.wellFormed("\uD83D")).isEqualTo("\uFFFD");
    assertThat(JsonText.wellFormed("\uDE00")).isEqualTo("\uFFFD");
    assertThat(JsonText.wellFormed("a\uD83D\uD83D\uDE00\uDE00b")).isEqualTo("a\uFFFD😀\uFFFDb");
    assertThat(JsonText.wellFormed("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
    assertThat(JsonText.wellFormed("😀")).isEqualTo("😀");
  }

  @Test
  void serverSentEventIsIdEventAndOneLineOfData() {
    byte[] event = AnswerEventEncoder.sse(12, MessageDelta.text("a\nb"));

    assertThat(new String(event, UTF_8))
        .isEqualTo("id: 12\nevent: message_delta\ndata: {\"delta\":\"a\\nb\"}\n\n");
  }

  @Test
  void jsonLineHasItsTypeAndNumberInside() {
    byte[] line = AnswerEventEncoder.jsonLine(12, MessageDelta.thinking("a"));

    assertThat(new String(line, UTF_8))
        .isEqualTo("{\"type\":\"message_delta\",\"seq\":12,\"thinking\":\"a\"}\n");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void framingHoldsWhateverTheTextIs(String text) {
    for (AnswerEvent event : events(text)) {
      String sse = new String(AnswerEventEncoder.sse(1, event), UTF_8);
      String line = new String(AnswerEventEncoder.jsonLine(1, event), UTF_8);

      assertThat(sse.chars().filter(c -> c == '\n').count()).isEqualTo(4);
      assertThat(line.chars().filter(c -> c == '\n').count()).isEqualTo(1);
      assertThat(sse + line).doesNotContain("\r", "\0");
    }
  }

  private static List<AnswerEvent> events(String text) {
    MessageRead message =
        new MessageRead(
            2,
            1,
            OptionalLong.of(1),
            Role.ASSISTANT,
            text,
            "2026-11-22T18:00:00Z",
            MessageStatus.FAILED,
            MessageMetadata.NONE.withModel(text).withThinkingText(text));
    return List.of(
        new MessageStart(Optional.of(message), message),
        MessageDelta.text(text),
        MessageDelta.thinking(text),
        new AnswerError(text, text, false, Optional.of(message)));
  }

  private static List<AnswerEvent> readBack(List<AnswerEvent> events, boolean jsonLines) {
    return EventLog.read(List.of(bytes(events, jsonLines))).events;
  }

  private static byte[] bytes(List<AnswerEvent> events, boolean jsonLines) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < events.size(); i++) {
      stream.writeBytes(
          jsonLines
              ? AnswerEventEncoder.jsonLine(i + 1, events.get(i))
              : AnswerEventEncoder.sse(i + 1, events.get(i)));
    }
    return stream.toByteArray();
  }
}
