package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveEventsTest {
  private static final String TIME = "2026-11-22T18:00:00Z";

  static Stream<LiveEvent> eachReadsAsItWasWritten() {
    MessageRead question = message(1, Role.USER, MessageStatus.COMPLETE, "что?\n\"");
    MessageRead answer = message(2, Role.ASSISTANT, MessageStatus.STREAMING, "");
    return Stream.of(
        new LiveEvent.Ready(true),
        new LiveEvent.Ready(false),
        new LiveEvent.ChatChanged(
            new ChatRead(
                7,
                OptionalLong.of(3),
                "Склад \u2028",
                Optional.of("a/b"),
                OptionalLong.of(2),
                TIME,
                TIME)),
        new LiveEvent.ChatDeleted(7),
        new LiveEvent.ProjectChanged(
            new ProjectRead(3, "Stock", "Answer briefly.", Optional.empty(), TIME, TIME)),
        new LiveEvent.ProjectDeleted(3),
        new LiveEvent.AnswerStarted(7, Optional.of(question), answer),
        new LiveEvent.AnswerStarted(7, Optional.empty(), answer),
        new LiveEvent.AnswerEnded(7, 2, MessageStatus.INTERRUPTED),
        new LiveEvent.MessagesChanged(7),
        new LiveEvent.AnswerPart(2, "{\"type\":\"message_delta\",\"seq\":2,\"delta\":\"}{\"}"),
        new LiveEvent.AnswerRefused(
            2,
            new Problem(
                404,
                "message_not_found",
                "Gone.",
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty())));
  }

  @ParameterizedTest
  @MethodSource
  void eachReadsAsItWasWritten(LiveEvent event) {
    SseEvent read = decode(LiveEvents.sse("3f-17", event));

    assertThat(read.id()).isEqualTo("3f-17");
    assertThat(LiveEvents.read(read)).contains(event);
  }

  @Test
  void aPieceOfAnAnswerHoldsTheLineOfItsOwnStream() {
    String line = new String(AnswerEventEncoder.jsonLine(5, MessageDelta.text("да")), UTF_8);

    SseEvent read = decode(LiveEvents.sse(new LiveEvent.AnswerPart(17, line.strip())));
    ByteArrayOutputStream inParts = new ByteArrayOutputStream();
    inParts.writeBytes(LiveEvents.beforePart(17));
    inParts.writeBytes(line.strip().getBytes(UTF_8));
    inParts.writeBytes(LiveEvents.afterPart());

    assertThat(read.id()).isEmpty();
    assertThat(decode(inParts.toByteArray())).isEqualTo(read);
    assertThat(JsonFields.parse(read.data()).object("event").string("delta")).isEqualTo("да");
    assertThat(LiveEvents.read(read)).contains(new LiveEvent.AnswerPart(17, line.strip()));
  }

  @Test
  void anEventOfAnotherNameIsPassedOver() {
    assertThat(LiveEvents.read(new SseEvent("weather", "rain", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"message_id\":x,\"event\":{}}",
        "{\"message_id\":1}",
        "{\"message_id\":,\"event\":{}}"
      })
  void aPieceOfAnotherFormIsRefused(String data) {
    assertThatThrownBy(() -> LiveEvents.read(new SseEvent("answer", data, "")))
        .isInstanceOf(JsonFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat_changed", "answer_started", "answer_ended", "answer_refused"})
  void dataWithoutWhatTheNamePromisesIsRefused(String name) {
    assertThatThrownBy(() -> LiveEvents.read(new SseEvent(name, "{}", "")))
        .isInstanceOf(JsonFormatException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aPieceThatIsOneBraceShortHoldsACutLineWhichItsOwnReaderFinds() {
    SseEvent event = new SseEvent("answer", "{\"message_id\":1,\"event\":{}", "");

    assertThat(LiveEvents.read(event)).contains(new LiveEvent.AnswerPart(1, "{"));
  }

  private static MessageRead message(long id, Role role, MessageStatus status, String content) {
    return new MessageRead(
        id, 7, OptionalLong.empty(), role, content, TIME, status, MessageMetadata.NONE);
  }

  private static SseEvent decode(byte[] bytes) {
    List<SseEvent> events = new ArrayList<>();
    SseDecoder decoder = new SseDecoder(events::add);
    decoder.feed(bytes, 0, bytes.length);
    assertThat(events).hasSize(1);
    return events.getFirst();
  }
}
