package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        "{\"error\":\"overloaded\"}"
      })
  void errorObjectEndsTheAnswer(String error) {
    for (String before : List.of("", chunk("{\"content\":\"a\"}"))) {
      EventLog log = read(before + "data: " + error + "\n\n" + DONE);

      assertThat(log.end()).isEmpty();
      assertThat(log.error().orElseThrow().message()).isEqualTo("overloaded");
    }
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
