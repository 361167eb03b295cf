package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignAnswerTest {

  @Test
  void answerOfTheLimitIsReadAndOneMoreCharacterIsAnError() {
    for (String last : new String[] {"", "x"}) {
      EventLog log = new EventLog();
      MessageStreamHandler handler = new MessageStreamHandler(log);
      int piece = ForeignAnswer.MAX_CHARACTERS / 8;
      for (int i = 0; i < 8; i++) {
        String field = i % 2 == 0 ? "content" : "reasoning_content";
        handler.feed(chunk(field, "x".repeat(piece)));
      }
      handler.feed(chunk("content", last));
      handler.feed("data: [DONE]\n\n".getBytes(UTF_8));

      assertThat(log.end().isPresent()).isEqualTo(last.isEmpty());
      assertThat(log.error().map(AnswerError::message).orElse(""))
          .isEqualTo(
              last.isEmpty()
                  ? ""
                  : "an answer of more than 8388608 characters (expected: at most 8388608)");
    }
  }

  @Test
  void callsUpToTheLimitAreReadAndOneMoreIsAnError() {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);
    for (int i = 0; i <= ForeignAnswer.MAX_CALLS; i++) {
      assertThat(log.error()).isEmpty();
      handler.feed(
          Streams.sse(
                  "{\"type\":\"tool-input-start\",\"toolCallId\":\"" + i + "\",\"toolName\":\"f\"}")
              .getBytes(UTF_8));
    }

    assertThat(log.calls).hasSize(ForeignAnswer.MAX_CALLS);
    assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
    assertThat(log.error().orElseThrow().message())
        .isEqualTo("more than 1000 calls of tools (expected: at most 1000)");
  }

  @Test
  void answerOverTheLimitInTheLastLineIsAnErrorToo() {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);
    String half = "x".repeat(ForeignAnswer.MAX_CHARACTERS / 2 + 1);
    String line = "{\"choices\":[{\"delta\":{\"content\":\"" + half + "\"}}]}";

    handler.feed((line + "\n" + line).getBytes(UTF_8));
    handler.end();

    assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "reasoning_content"})
  void halvesOfACharacterAreHandedOnTogether(String field) {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);
    for (String piece : new String[] {"a\\ud83d", "\\ude00\\ud83d", "\\ude01", "\\ud83d"}) {
      handler.feed(chunk(field, piece));
    }
    handler.feed("data: [DONE]\n\n".getBytes(UTF_8));

    assertThat(log.events)
        .filteredOn(MessageDelta.class::isInstance)
        .extracting(event -> ((MessageDelta) event).text())
        .containsExactly("a", "😀", "😁", "\uD83D");
    assertThat(log.events.getLast()).isInstanceOf(MessageEnd.class);
  }

  @Test
  void fieldsThatAreNotKnownArePassedOver() {
    EventLog log =
        EventLog.read(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\",\"later\":{\"b\":[1]}},\"more\":2}],"
                + "\"service_tier\":null}\n\ndata: [DONE]\n\n");

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
  }

  private static byte[] chunk(String field, String text) {
    return Streams.sse("{\"choices\":[{\"delta\":{\"" + field + "\":\"" + text + "\"}}]}")
        .getBytes(UTF_8);
  }
}
