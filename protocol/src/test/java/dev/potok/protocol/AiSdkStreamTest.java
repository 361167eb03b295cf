package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AiSdkStreamTest {
  private static final String START = "{\"type\":\"start\",\"messageId\":\"msg_1\"}";
  private static final String STEP = "{\"type\":\"start-step\"}";
  private static final String STEP_END = "{\"type\":\"finish-step\"}";
  private static final String FINISH = "{\"type\":\"finish\",\"finishReason\":\"stop\"}";

  @Test
  void reasoningTextAndMetadataAddUpToTheEnd() {
    EventLog log =
        Streams.assertReadAlike(
            "{\"type\":\"start\",\"messageId\":\"msg_1\",\"messageMetadata\":{\"model\":\"m\"}}",
            STEP,
            "{\"type\":\"reasoning-start\",\"id\":\"r1\"}",
            "{\"type\":\"reasoning-delta\",\"id\":\"r1\",\"delta\":\"Hm\"}",
            "{\"type\":\"reasoning-end\",\"id\":\"r1\"}",
            "{\"type\":\"text-start\",\"id\":\"t1\"}",
            text("Hel"),
            text("lo"),
            "{\"type\":\"text-end\",\"id\":\"t1\"}",
            STEP_END,
            STEP,
            text("And more."),
            STEP_END,
            "{\"type\":\"message-metadata\",\"messageMetadata\":{\"usage\":{\"inputTokens\":3}}}",
            "{\"type\":\"finish\",\"finishReason\":\"length\",\"messageMetadata\":"
                + "{\"usage\":{\"outputTokens\":5},\"custom\":[1]}}");

    assertThat(log.unknown()).isEmpty();
    MessageEnd end = log.end().orElseThrow();
    assertThat(end.message().content()).isEqualTo("Hello\n\nAnd more.");
    assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(end.message().metadata())
        .isEqualTo(
            MessageMetadata.NONE
                .withModel("m")
                .withTokens(5)
                .withPromptTokens(3)
                .withThinkingText("Hm"));
  }

  @Test
  void toolInputIsHandedOnAsCalls() {
    EventLog log =
        Streams.assertReadAlike(
            START,
            "{\"type\":\"tool-input-start\",\"toolCallId\":\"c1\",\"toolName\":\"weather\"}",
            "{\"type\":\"tool-input-delta\",\"toolCallId\":\"c1\",\"inputTextDelta\":\"{\\\"a\\\"\"}",
            "{\"type\":\"tool-input-delta\",\"toolCallId\":\"c1\",\"inputTextDelta\":\":1}\"}",
            "{\"type\":\"tool-input-available\",\"toolCallId\":\"c1\",\"toolName\":\"weather\","
                + "\"input\":{\"a\":1}}",
            "{\"type\":\"tool-input-available\",\"toolCallId\":\"c2\",\"toolName\":\"time\","
                + "\"input\":{}}",
            "{\"type\":\"finish\"}");

    assertThat(log.calls)
        .containsExactly(
            new ToolCallDelta(0, Optional.of("c1"), Optional.of("weather"), ""),
            new ToolCallDelta(0, Optional.empty(), Optional.empty(), "{\"a\""),
            new ToolCallDelta(0, Optional.empty(), Optional.empty(), ":1}"),
            new ToolCallDelta(1, Optional.of("c2"), Optional.of("time"), ""),
            new ToolCallDelta(1, Optional.empty(), Optional.empty(), "{}"));
    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void abortIsAnEndThatWasStopped() {
    EventLog log = Streams.assertReadAlike(START, text("a"), "{\"type\":\"abort\"}");

    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.STOPPED);
  }

  @Test
  void errorEndsTheAnswer() {
    EventLog log =
        EventLog.read(
            Streams.sse(START, text("a"), "{\"type\":\"error\",\"errorText\":\"Oh.\"}", FINISH));

    assertThat(log.end()).isEmpty();
    assertThat(log.error())
        .hasValue(new AnswerError("model_failed", "Oh.", true, Optional.empty()));
    assertThat(
            EventLog.read(Streams.sse(START, "{\"type\":\"finish\",\"finishReason\":\"error\"}"))
                .error())
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "length, LENGTH",
    "content-filter, CONTENT_FILTER",
    "tool-calls, TOOL_CALLS",
    "other, STOP"
  })
  void finishReasonsAreMapped(String theirs, FinishReason ours) {
    EventLog log =
        EventLog.read(
            Streams.sse(START, "{\"type\":\"finish\",\"finishReason\":\"" + theirs + "\"}"));

    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(ours);
  }

  @Test
  void doneAloneIsAnEnd() {
    EventLog log = EventLog.read(Streams.sse(START, text("a")) + "data: [DONE]\n\n");

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
  }

  @Test
  void doneBehindTheEndSaysNothing() {
    assertThat(EventLog.read(Streams.sse(START, FINISH, "[DONE]")).unknown()).isEmpty();
  }

  @Test
  void otherPartsAreUnknown() {
    String source = "{\"type\":\"source-url\",\"sourceId\":\"s\",\"url\":\"https://example.com\"}";
    String custom = "{\"type\":\"data-weather\",\"data\":{\"sky\":\"grey\"}}";

    EventLog log = EventLog.read(Streams.sse(START, source, custom, text("a"), FINISH));

    assertThat(log.unknown())
        .containsExactly("unknown message " + source, "unknown message " + custom);
    assertThat(log.end()).isPresent();
  }

  private static String text(String text) {
    return "{\"type\":\"text-delta\",\"id\":\"t1\",\"delta\":\"" + text + "\"}";
  }
}
