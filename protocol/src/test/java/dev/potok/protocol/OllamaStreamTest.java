package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OllamaStreamTest {
  private static final String HEAD =
      "{\"model\":\"llama3.2\",\"created_at\":\"2026-11-22T18:00:00.1Z\",";
  private static final String LAST =
      "\"done_reason\":\"%s\",\"done\":true,\"total_duration\":4883583458,"
          + "\"prompt_eval_count\":26,\"eval_count\":298}";

  @Test
  void chatGivesThinkingTextAndCounts() {
    EventLog log =
        Streams.assertReadAlike(
            HEAD
                + "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm\"},\"done\":false}",
            chat("Hel"),
            chat("lo 😀"),
            HEAD
                + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
                + LAST.formatted("length"));

    assertThat(log.unknown()).isEmpty();
    MessageEnd end = log.end().orElseThrow();
    assertThat(end.message().content()).isEqualTo("Hello 😀");
    assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(end.message().metadata())
        .isEqualTo(
            MessageMetadata.NONE
                .withModel("llama3.2")
                .withTokens(298)
                .withPromptTokens(26)
                .withThinkingText("Hm"));
  }

  @Test
  void generateGivesThinkingTextAndCounts() {
    EventLog log =
        Streams.assertReadAlike(
            HEAD + "\"response\":\"\",\"thinking\":\"Hm\",\"done\":false}",
            HEAD + "\"response\":\"The\",\"done\":false}",
            HEAD + "\"response\":\" sky\",\"done\":false}",
            HEAD + "\"response\":\"\",\"context\":[1,2,3]," + LAST.formatted("stop"));

    MessageEnd end = log.end().orElseThrow();
    assertThat(end.message().content()).isEqualTo("The sky");
    assertThat(end.message().metadata().thinkingText()).hasValue("Hm");
    assertThat(end.message().metadata().tokens()).hasValue(298);
  }

  @Test
  void callsComeWhole() {
    String call =
        "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\","
            + "\"arguments\":{\"city\":\"Tokyo\"}}},{\"function\":{\"name\":\"time\"}}]}";

    EventLog log =
        Streams.assertReadAlike(
            HEAD + "\"message\":" + call + ",\"done\":false}",
            HEAD + "\"message\":{\"content\":\"\"}," + LAST.formatted("stop"));

    assertThat(log.calls)
        .containsExactly(
            new ToolCallDelta(0, Optional.empty(), Optional.of("weather"), ""),
            new ToolCallDelta(0, Optional.empty(), Optional.empty(), "{\"city\":\"Tokyo\"}"),
            new ToolCallDelta(1, Optional.empty(), Optional.of("time"), ""));
    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void errorEndsTheAnswer() {
    String error = "{\"error\":\"an error was encountered while running the model\"}";
    for (String stream : new String[] {Streams.lines(chat("a"), error), Streams.lines(error)}) {
      EventLog log = EventLog.read(stream);

      assertThat(log.end()).isEmpty();
      assertThat(log.error().orElseThrow().message())
          .isEqualTo("an error was encountered while running the model");
      assertThat(log.error().orElseThrow().retryable()).isTrue();
    }
  }

  @Test
  void otherLinesAreUnknown() {
    EventLog log =
        EventLog.read(
            Streams.lines(
                chat("a"), "{\"status\":\"loading\"}", HEAD + "\"response\":\"\",\"done\":true}"));

    assertThat(log.unknown()).containsExactly("unknown  {\"status\":\"loading\"}");
    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
  }

  private static String chat(String text) {
    return HEAD
        + "\"message\":{\"role\":\"assistant\",\"content\":\""
        + text
        + "\"},\"done\":false}";
  }
}
