package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiResponsesStreamTest {
  private static final String CREATED =
      "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\","
          + "\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"gpt\",\"output\":[]}}";
  private static final String COMPLETED =
      "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"status\":\"completed\","
          + "\"model\":\"gpt\",\"output\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":4}}}";

  @Test
  void reasoningTextAndUsageAddUpToTheEnd() {
    EventLog log =
        Streams.assertReadAlike(
            CREATED,
            "{\"type\":\"response.in_progress\",\"response\":{\"status\":\"in_progress\"}}",
            item("{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}"),
            "{\"type\":\"response.reasoning_summary_part.added\",\"item_id\":\"rs_1\","
                + "\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"\"}}",
            delta("reasoning_summary_text", "First"),
            "{\"type\":\"response.reasoning_summary_part.added\",\"summary_index\":1}",
            delta("reasoning_summary_text", "Second"),
            item("{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}"),
            "{\"type\":\"response.content_part.added\",\"part\":{\"type\":\"output_text\"}}",
            delta("output_text", "Hel"),
            delta("output_text", "lo"),
            "{\"type\":\"response.output_text.done\",\"text\":\"Hello\"}",
            item("{\"id\":\"msg_2\",\"type\":\"message\",\"content\":[]}"),
            delta("output_text", "And more."),
            COMPLETED);

    assertThat(log.unknown()).isEmpty();
    MessageEnd end = log.end().orElseThrow();
    assertThat(end.message().content()).isEqualTo("Hello\n\nAnd more.");
    assertThat(end.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(end.message().metadata())
        .isEqualTo(
            MessageMetadata.NONE
                .withModel("gpt")
                .withTokens(4)
                .withPromptTokens(9)
                .withThinkingText("First\n\nSecond"));
  }

  @Test
  void functionCallsAreHandedOn() {
    EventLog log =
        Streams.assertReadAlike(
            CREATED,
            item(
                "{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"call_1\","
                    + "\"name\":\"weather\",\"arguments\":\"\"}"),
            "{\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"fc_1\","
                + "\"output_index\":0,\"delta\":\"{}\"}",
            "{\"type\":\"response.function_call_arguments.done\",\"item_id\":\"fc_1\","
                + "\"arguments\":\"{}\"}",
            COMPLETED);

    assertThat(log.calls)
        .containsExactly(
            new ToolCallDelta(0, Optional.of("call_1"), Optional.of("weather"), ""),
            new ToolCallDelta(0, Optional.empty(), Optional.empty(), "{}"));
    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @ParameterizedTest
  @CsvSource({"max_output_tokens, LENGTH", "content_filter, CONTENT_FILTER"})
  void incompleteIsAnEndWithItsReason(String theirs, FinishReason ours) {
    EventLog log =
        Streams.assertReadAlike(
            CREATED,
            delta("output_text", "a"),
            "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
                + "\"incomplete_details\":{\"reason\":\""
                + theirs
                + "\"}}}");

    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(ours);
  }

  @Test
  void refusalIsTheTextOfTheAnswer() {
    EventLog log = EventLog.read(Streams.named(CREATED, delta("refusal", "I cannot."), COMPLETED));

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("I cannot.");
  }

  @Test
  void failuresAreErrors() {
    String failed =
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + "{\"code\":\"server_error\",\"message\":\"The model failed.\"}}}";
    String error =
        "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down.\","
            + "\"param\":null,\"sequence_number\":1}";

    assertThat(EventLog.read(Streams.named(CREATED, delta("output_text", "a"), failed)).error())
        .hasValue(new AnswerError("model_failed", "The model failed.", true, Optional.empty()));
    for (String stream : new String[] {Streams.named(CREATED, error), Streams.sse(error)}) {
      assertThat(EventLog.read(stream).error())
          .hasValue(new AnswerError("model_rate_limited", "Slow down.", true, Optional.empty()));
    }
  }

  @Test
  void otherEventsAreUnknown() {
    String search = "{\"type\":\"response.web_search_call.searching\",\"item_id\":\"ws_1\"}";

    EventLog log = EventLog.read(Streams.named(CREATED, search, COMPLETED));

    assertThat(log.unknown())
        .containsExactly("unknown response.web_search_call.searching " + search);
    assertThat(log.end()).isPresent();
  }

  private static String item(String item) {
    return "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + item + "}";
  }

  private static String delta(String kind, String text) {
    return "{\"type\":\"response."
        + kind
        + ".delta\",\"item_id\":\"i\",\"delta\":"
        + Streams.quoted(text)
        + "}";
  }
}
