package dev.potok.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TabMessageTest {

  static Stream<TabMessage> eachReadsAsItWasSaid() {
    return Stream.of(
        new TabMessage.Wants("a", Map.of()),
        new TabMessage.Wants("a", Map.of(17L, -1L, 18L, 5L)),
        new TabMessage.Asks("a"),
        new TabMessage.Here("a", "", false),
        new TabMessage.Here("a", "3f-17", true),
        new TabMessage.Tells("a", "", new SseEvent("answer", "{\"delta\":\"x\"}", "")),
        new TabMessage.Tells("a", "3f-16", new SseEvent("chat_deleted", "{}", "3f-17")),
        new TabMessage.Leaves("a"));
  }

  @ParameterizedTest
  @MethodSource
  void eachReadsAsItWasSaid(TabMessage message) {
    assertThat(TabMessage.read(message.text())).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wants", "wants\na\n17", "wants\na\n17:x ", "sings\na", "here\na\n1"})
  void whatAnotherVersionSaysIsPassedOver(String text) {
    assertThat(TabMessage.read(text)).isEmpty();
  }

  @Test
  void aDeltaIsKnownWithoutBeingParsed() {
    String line =
        new String(
            AnswerEventEncoder.jsonLine(123, MessageDelta.text("a")), StandardCharsets.UTF_8);
    assertThat(Piece.of(line.strip())).isEqualTo(new Piece(Piece.Kind.DELTA, 123));
    assertThat(Piece.of("{\"seq\":7,\"type\":\"message_delta\",\"delta\":\"a\"}"))
        .isEqualTo(new Piece(Piece.Kind.DELTA, 7));
    assertThat(Piece.of("{\"type\":\"error\",\"seq\":8}")).isEqualTo(new Piece(Piece.Kind.END, 8));
  }

  @Test
  void onlyWhatComesNextIsTaken() {
    Position fresh = new Position(Position.NONE);
    assertThat(fresh.take(new Piece(Piece.Kind.DELTA, 4))).isFalse();
    assertThat(fresh.take(new Piece(Piece.Kind.START, 4))).isTrue();
    assertThat(fresh.take(new Piece(Piece.Kind.START, 4))).isFalse();
    assertThat(fresh.take(new Piece(Piece.Kind.DELTA, 4))).isFalse();
    assertThat(fresh.lacksBefore(new Piece(Piece.Kind.DELTA, 6))).isTrue();
    assertThat(fresh.take(new Piece(Piece.Kind.DELTA, 6))).isFalse();
    assertThat(fresh.take(new Piece(Piece.Kind.DELTA, 5))).isTrue();
    assertThat(fresh.take(new Piece(Piece.Kind.END, 9))).isTrue();
    assertThat(fresh.at()).isEqualTo(9);
  }
}
