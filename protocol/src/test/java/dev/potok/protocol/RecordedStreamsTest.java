package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of real engines, byte for byte. */
class RecordedStreamsTest {
  private static final byte[] CHAT = recorded("openai-chat-completions.sse");

  @Test
  void openAiChatGivesItsTextFinishAndTokens() {
    EventLog log = EventLog.read(List.of(CHAT));

    MessageEnd end = log.end().orElseThrow();
    assertThat(end.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(end.message().content()).isEqualTo(log.text());
    assertThat(end.message().status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(end.message().metadata().tokens()).hasValue(37);
    assertThat(end.message().metadata().model()).hasValue("tiny");
    // The replacement character is the engine's: its toy model ended a character too early.
    assertThat(log.text())
        .isEqualTo(
            " The client reads the answer. A 東京 is a short and the answer. A café \uFFFD streams"
                + " **bold** text and shows the stream.");
    assertThat(log.error()).isEmpty();
    assertThat(log.events.getFirst()).isInstanceOf(MessageStart.class);
  }

  @Test
  void openAiChatGivesTheSameHoweverItIsCut() {
    EveryCut.assertGives(
        CHAT, EventLog.read(List.of(CHAT)).entries, chunks -> EventLog.read(chunks).entries);
  }

  @Test
  void openAiChatWithoutItsFinishIsCutOff() {
    String whole = EventLog.read(List.of(CHAT)).text();
    String recording = new String(CHAT, StandardCharsets.ISO_8859_1);
    int finish = recording.indexOf("\n\n", recording.indexOf("\"finish_reason\":\"stop\"")) + 2;
    for (int length = 0; length < finish; length++) {
      EventLog log = EventLog.read(List.of(Arrays.copyOf(CHAT, length)));

      assertThat(log.end()).as("after %d bytes", length).isEmpty();
      assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
      assertThat(whole).startsWith(log.text());
    }
  }

  @Test
  void openAiChatWithItsFinishIsWholeWithoutWhatFollows() {
    String recording = new String(CHAT, StandardCharsets.ISO_8859_1);
    int finish = recording.indexOf("\n\n", recording.indexOf("\"finish_reason\":\"stop\"")) + 2;
    for (int length = finish; length <= CHAT.length; length++) {
      EventLog log = EventLog.read(List.of(Arrays.copyOf(CHAT, length)));

      assertThat(log.error()).as("after %d bytes", length).isEmpty();
      assertThat(log.end()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"anthropic-messages.sse", "openai-responses.sse", "ai-sdk-ui-message-v1.sse"})
  void formatThatIsNotReadEndsAsAnError(String name) {
    EventLog log = EventLog.read(List.of(recorded(name)));

    assertThat(log.end()).isEmpty();
    assertThat(log.error()).isPresent();
  }

  private static byte[] recorded(String name) {
    try (InputStream in = RecordedStreamsTest.class.getResourceAsStream("streams/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
