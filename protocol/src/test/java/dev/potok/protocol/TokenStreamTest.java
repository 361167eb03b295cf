package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStreamTest {
  private static final String DONE = "event: done\ndata: {}\n\n";

  @Test
  void thoughtsAndTokensAddUpToTheEnd() {
    String stream =
        """
        event: message.created
        data: {"message":{"id":"m1","model":"gpt"}}

        event: agent.thought.delta
        data: {"delta":"Hm…"}

        event: token
        data: {"content":"Hel"}

        event: token
        data: {"content":"lo 😀"}

        event: done
        data: {"finish_reason":"length","usage":{"output_tokens":4,"input_tokens":2}}

        """;
    EventLog log = EventLog.read(stream);

    assertThat(log.unknown()).isEmpty();
    MessageEnd end = log.end().orElseThrow();
    assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(end.message().content()).isEqualTo("Hello 😀").isEqualTo(log.text());
    assertThat(end.message().metadata())
        .isEqualTo(
            MessageMetadata.NONE
                .withModel("gpt")
                .withTokens(4)
                .withPromptTokens(2)
                .withThinkingText("Hm…"));
    EveryCut.assertGives(stream, log.entries, chunks -> EventLog.read(chunks).entries);
    Streams.assertCutOffBefore(stream.getBytes(UTF_8), stream.getBytes(UTF_8).length);
  }

  @Test
  void typeMayStandInsideTheJson() {
    EventLog log =
        Streams.assertReadAlike(
            "{\"type\":\"message.created\",\"model\":\"gpt\"}",
            "{\"type\":\"agent.thought.delta\",\"delta\":\"Hm\"}",
            "{\"type\":\"token\",\"token\":\"Hel\"}",
            "{\"type\":\"token\",\"token\":\"lo\"}",
            "{\"type\":\"done\",\"tokens\":2}");

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("Hello");
    assertThat(log.end().orElseThrow().message().metadata().tokens()).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"content\":\"a\"}",
        "{\"delta\":\"a\"}",
        "{\"text\":\"a\"}",
        "{\"token\":\"a\"}",
        "{\"value\":\"a\"}",
        "{\"data\":\"a\"}",
        "{\"data\":{\"content\":\"a\"}}",
        "{\"delta\":{\"text\":\"a\"},\"index\":0}",
        "\"a\"",
        "a"
      })
  void pieceIsFoundInItsUsualPlaces(String data) {
    EventLog log = EventLog.read("event: token\ndata: " + data + "\n\n" + DONE);

    assertThat(log.end().orElseThrow().message().content()).isEqualTo("a");
  }

  @Test
  void textIsNotTakenForJson() {
    EventLog log =
        EventLog.read(
            token("if") + token(" (a) ") + token("{}") + token("\"x\"") + token("\ndata: ") + DONE);

    assertThat(log.text()).isEqualTo("if (a) {}\"x\"\n");
    assertThat(EventLog.read(token("{}") + token("a") + DONE).text()).isEqualTo("{}a");
  }

  @Test
  void brokenJsonAmongObjectsIsAnError() {
    EventLog log = EventLog.read(token("{\"text\":\"a\"}") + token("{\"text\":") + DONE);

    assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
    assertThat(EventLog.read(token("\"a\"") + token("b") + DONE).error().orElseThrow().code())
        .isEqualTo(AnswerError.BAD_STREAM);
  }

  @Test
  void endMayHoldAnything() {
    for (String data : new String[] {"[DONE]", "bye", "{\"reason\":\"stopped\"}", "null"}) {
      assertThat(EventLog.read(token("a") + "event: done\ndata: " + data + "\n\n").end())
          .isPresent();
    }
    assertThat(EventLog.read(token("a") + "data: [DONE]\n\n").end()).isPresent();
  }

  @Test
  void errorsEndTheAnswer() {
    String text = "event: error\ndata: The model is down\n\n";
    for (String stream : new String[] {token("a") + text + DONE, text}) {
      assertThat(EventLog.read(stream).error())
          .hasValue(new AnswerError("model_failed", "The model is down", true, Optional.empty()));
    }
    assertThat(
            EventLog.read(token("a") + "event: error\ndata: {\"message\":\"No\",\"code\":429}\n\n")
                .error())
        .hasValue(new AnswerError("model_rate_limited", "No", true, Optional.empty()));
  }

  @Test
  void otherEventsAreUnknown() {
    EventLog log = EventLog.read(token("a") + "event: heartbeat\ndata: alive\n\n" + DONE);

    assertThat(log.unknown()).containsExactly("unknown heartbeat alive");
    assertThat(log.end()).isPresent();
  }

  @Test
  void doneAloneIsTheEndOfNothing() {
    assertThat(EventLog.read(DONE).error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
  }

  private static String token(String data) {
    return "event: token\ndata: " + data + "\n\n";
  }
}
