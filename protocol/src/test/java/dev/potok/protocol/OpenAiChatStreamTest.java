package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatStreamTest {
  private static final String DONE = "data: [DONE]\n\n";

  @Test
  void textThinkingAndUsageAddUpToTheEnd() {
    EventLog log =
        read(
            chunk("{\"role\":\"assistant\",\"content\":null}")
                + chunk("{\"reasoning_content\":\"hm\"}")
                + chunk("{\"reasoning\":\"…\"}")
                + chunk("{\"content\":\"Hel\"}")
                + chunk("{\"content\":\"\"}")
                + chunk("{\"content\":\"lo\"}")
                + finish("length")
                + "data: {\"choices\":[],\"usage\":{\"completion_tokens\":5}}\n\n"
                + DONE);

    assertThat(log.events).hasSize(6);
    MessageEnd end = log.end().orElseThrow();
    assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(end.message().content()).isEqualTo("Hello");
    assertThat(end.message().metadata().thinkingText()).hasValue("hm…");
    assertThat(end.message().metadata().tokens()).hasValue(5);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "length, LENGTH",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "content_filter, CONTENT_FILTER",
    "eos, STOP"
  })
  void finishReasonsAreMapped(String theirs, FinishReason ours) {
    EventLog log = read(chunk("{\"content\":\"a\"}") + finish(theirs) + DONE);

    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(ours);
  }

  @Test
  void closeAfterTheFinishReasonIsAnEnd() {
    assertThat(read(chunk("{\"content\":\"a\"}") + finish("stop")).end()).isPresent();
  }

  @Test
  void doneWithoutFinishReasonIsAnEnd() {
    assertThat(read(chunk("{\"content\":\"a\"}") + DONE).end()).isPresent();
  }

  @Test
  void closeWithoutEitherIsACut() {
    EventLog log = read(chunk("{\"content\":\"a\"}"));

    assertThat(log.end()).isEmpty();
    assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
  }

  @Test
  void onlyTheFirstChoiceIsRead() {
    EventLog log =
        read(
            "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"no\"}},"
                + "{\"index\":0,\"delta\":{\"content\":\"yes\"}}]}\n\n"
                + DONE);

    assertThat(log.text()).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"overloaded\",\"code\":503}}",
        "{\"error\":{\"message\":\"overloaded\",\"type\":null,\"code\":null,\"param\":[]}}",
        "{\"error\":\"overloaded\"}",
        "{\"error\":\"overloaded\",\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}",
        "{\"object\":\"error\",\"message\":\"overloaded\",\"type\":null}"
      })
  void errorObjectEndsTheAnswer(String error) {
    for (String before : List.of("", chunk("{\"content\":\"a\"}"))) {
      EventLog log = read(before + "data: " + error + "\n\n" + DONE);

      assertThat(log.end()).isEmpty();
      assertThat(log.error().orElseThrow().message()).isEqualTo("overloaded");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: error\ndata: {\"message\":\"overloaded\"}",
        "event: error\ndata: {\"detail\":\"overloaded\"}",
        "data: {\"type\":\"error\",\"message\":\"overloaded\"}",
        "data: {\"type\":\"error\",\"error\":\"overloaded\"}"
      })
  void errorOfARelayEndsTheAnswer(String error) {
    EventLog log = read(chunk("{\"content\":\"a\"}") + error + "\n\n");

    assertThat(log.error().orElseThrow().message()).isEqualTo("overloaded");
    assertThat(log.error().orElseThrow().code()).isEqualTo("model_failed");
  }

  @Test
  void finishReasonOfAnErrorIsAnError() {
    EventLog log = read(chunk("{\"content\":\"a\"}") + finish("error") + DONE);

    assertThat(log.end()).isEmpty();
    assertThat(log.error().orElseThrow().message()).isEqualTo("the model reports an error");
  }

  @Test
  void refusalIsTheTextOfTheAnswer() {
    EventLog log = read(chunk("{\"refusal\":\"I cannot.\"}") + finish("stop") + DONE);

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("I cannot.");
  }

  @Test
  void callsOfToolsAreHandedOnPieceByPiece() {
    EventLog log =
        read(
            chunk(
                    "{\"tool_calls\":[{\"index\":1,\"id\":\"c\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}")
                + chunk("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}")
                + finish("tool_calls")
                + DONE);

    assertThat(log.calls)
        .containsExactly(
            new ToolCallDelta(1, Optional.of("c"), Optional.of("f"), ""),
            new ToolCallDelta(1, Optional.empty(), Optional.empty(), "{}"));
    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void chunksMayBeJsonLines() {
    String chunk = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}";
    String last = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}";

    EventLog log = Streams.assertReadAlike(chunk, chunk, last);

    assertThat(log.text()).isEqualTo("aa");
    assertThat(EventLog.read(Streams.lines(chunk, "[DONE]")).end()).isPresent();
  }

  @Test
  void answerThatIsSentWholeIsRead() {
    EventLog log =
        read(
            "{\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"length\"}],"
                + "\"usage\":{\"completion_tokens\":1}}\n");

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
    assertThat(log.end().orElseThrow().finishReason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void olderCompletionsAreRead() {
    EventLog log =
        read(
            "data: {\"object\":\"text_completion\",\"choices\":[{\"text\":\"a\",\"index\":0}]}\n\n"
                + DONE);

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
  }

  @Test
  void chunkOfAnotherShapeIsUnknown() {
    EventLog log = read(chunk("{\"content\":\"a\"}") + "data: {\"timings\":1}\n\n" + DONE);

    assertThat(log.entries).contains("unknown message {\"timings\":1}");
    assertThat(log.end()).isPresent();
  }

  @Test
  void wrongTypeIsAnErrorThatNamesTheField() {
    EventLog log = read(chunk("{\"content\":5}"));

    assertThat(log.error().orElseThrow().message())
        .startsWith("line 1: choices[0].delta.content: 5 (expected: a string) in: ");
  }

  private static EventLog read(String stream) {
    return EventLog.read(List.of(stream.getBytes(UTF_8)));
  }

  private static String chunk(String delta) {
    return "data: {\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,"
        + "\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}\n\n";
  }

  private static String finish(String reason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + reason
        + "\"}]}\n\n";
  }
}
