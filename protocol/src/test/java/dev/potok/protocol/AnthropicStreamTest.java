package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicStreamTest {
  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
          + "\"role\":\"assistant\",\"content\":[],\"model\":\"claude\",\"stop_reason\":null,"
          + "\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}";
  private static final String PING = "{\"type\":\"ping\"}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  @Test
  void thinkingTextAndUsageAddUpToTheEnd() {
    EventLog log =
        Streams.assertReadAlike(
            START,
            open(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
            PING,
            grow(0, "thinking", "Hm"),
            grow(0, "thinking", "…"),
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"signature_delta\",\"signature\":\"EqQB\"}}",
            close(0),
            open(1, "{\"type\":\"text\",\"text\":\"\"}"),
            grow(1, "text", "Hello"),
            grow(1, "text", " 😀!"),
            close(1),
            last("end_turn", 15),
            STOP);

    assertThat(log.unknown()).isEmpty();
    assertThat(log.events).hasSize(6);
    MessageEnd end = log.end().orElseThrow();
    assertThat(end.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(end.message().content()).isEqualTo("Hello 😀!");
    assertThat(end.message().metadata())
        .isEqualTo(
            MessageMetadata.NONE
                .withModel("claude")
                .withTokens(15)
                .withPromptTokens(15)
                .withThinkingText("Hm…"));
  }

  @Test
  void eventsBearNamesToo() {
    EventLog log =
        EventLog.read(
            Streams.named(
                START,
                PING,
                grow(0, "text", "a"),
                last("end_turn", 1),
                "{\"type\":\"later\"}",
                STOP));

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
    assertThat(log.unknown()).containsExactly("unknown later {\"type\":\"later\"}");
  }

  @Test
  void usedToolsAreHandedOnAsCalls() {
    EventLog log =
        Streams.assertReadAlike(
            START,
            grow(0, "text", "Let me look."),
            open(1, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"),
            input(1, ""),
            input(1, "{\"city\": \"To"),
            input(1, "kyo\"}"),
            close(1),
            open(2, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"time\",\"input\":{}}"),
            input(2, "{}"),
            last("tool_use", 20),
            STOP);

    assertThat(log.calls)
        .containsExactly(
            new ToolCallDelta(0, Optional.of("toolu_1"), Optional.of("weather"), ""),
            more(0, "{\"city\": \"To"),
            more(0, "kyo\"}"),
            new ToolCallDelta(1, Optional.of("toolu_2"), Optional.of("time"), ""),
            more(1, "{}"));
    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void toolsOfTheServerAreNotTheReadersToCall() {
    EventLog log =
        EventLog.read(
            Streams.sse(
                START,
                grow(0, "text", "I search."),
                open(1, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\"}"),
                input(1, "{}"),
                open(2, "{\"type\":\"web_search_tool_result\",\"content\":[]}"),
                grow(3, "text", "Found"),
                grow(3, "text", " it."),
                last("end_turn", 1),
                STOP));

    assertThat(log.calls).isEmpty();
    assertThat(log.unknown()).hasSize(2);
    assertThat(log.end().orElseThrow().message().content()).isEqualTo("I search.\n\nFound it.");
    assertThat(log.end().orElseThrow().message().content()).isEqualTo(log.text());
  }

  @Test
  void blocksThatFollowEachOtherAreOneText() {
    EventLog log =
        EventLog.read(
            Streams.sse(
                START,
                grow(0, "text", "One, "),
                close(0),
                open(1, "{\"type\":\"text\",\"text\":\"\",\"citations\":[]}"),
                grow(1, "text", "two."),
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
                    + "{\"type\":\"citations_delta\",\"citation\":{}}}",
                STOP));

    assertThat(log.text()).isEqualTo("One, two.");
    assertThat(log.unknown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "pause_turn, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "tool_use, TOOL_CALLS",
    "refusal, CONTENT_FILTER"
  })
  void stopReasonsAreMapped(String theirs, FinishReason ours) {
    EventLog log = EventLog.read(Streams.sse(START, last(theirs, 1), STOP));

    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(ours);
  }

  @Test
  void errorInMidStreamEndsTheAnswer() {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},"
            + "\"request_id\":\"req_1\"}";
    for (String stream :
        new String[] {
          Streams.named(START, grow(0, "text", "a"), error, STOP),
          Streams.sse(error),
          Streams.lines(error)
        }) {
      EventLog log = EventLog.read(stream);

      assertThat(log.end()).isEmpty();
      assertThat(log.error())
          .hasValue(
              new AnswerError(
                  "model_unavailable", "overloaded_error: Overloaded", true, Optional.empty()));
    }
  }

  @Test
  void errorMayBeNoMoreThanItsText() {
    EventLog log = EventLog.read("data: {\"type\":\"error\",\"error\":\"Overloaded\"}\n\n");

    assertThat(log.error())
        .hasValue(new AnswerError("model_failed", "Overloaded", true, Optional.empty()));
  }

  @Test
  void readerThatJoinsLateStillTellsItFromPotoksOwn() {
    assertThat(EventLog.read(Streams.named(last("max_tokens", 7), STOP)).end().orElseThrow())
        .extracting(MessageEnd::finishReason)
        .isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void brokenPieceIsAnError() {
    EventLog log =
        EventLog.read(Streams.named(START) + "event: content_block_delta\ndata: {\"type\":\n\n");

    assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
  }

  private static ToolCallDelta more(int index, String arguments) {
    return new ToolCallDelta(index, Optional.empty(), Optional.empty(), arguments);
  }

  private static String open(int index, String block) {
    return "{\"type\":\"content_block_start\",\"index\":"
        + index
        + ",\"content_block\":"
        + block
        + "}";
  }

  private static String grow(int index, String kind, String text) {
    return "{\"type\":\"content_block_delta\",\"index\":"
        + index
        + ",\"delta\":{\"type\":\""
        + kind
        + "_delta\",\""
        + kind
        + "\":"
        + Streams.quoted(text)
        + "}}";
  }

  private static String input(int index, String json) {
    return "{\"type\":\"content_block_delta\",\"index\":"
        + index
        + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
        + Streams.quoted(json)
        + "}}";
  }

  private static String close(int index) {
    return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
  }

  private static String last(String reason, int tokens) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
        + reason
        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
        + tokens
        + "}}";
  }
}
