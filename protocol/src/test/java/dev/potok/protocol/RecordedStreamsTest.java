package dev.potok.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of real engines, byte for byte. */
class RecordedStreamsTest {

  /** A recording, and what is in it. */
  enum Recording {
    CHAT(
        "openai-chat-completions.sse",
        "\"finish_reason\":\"stop\"",
        37,
        25,
        // The replacement character is the engine's: its toy model ended a character too early.
        " The client reads the answer. A 東京 is a short and the answer. A café \uFFFD streams"
            + " **bold** text and shows the stream."),
    RESPONSES(
        "openai-responses.sse",
        "event: response.completed",
        24,
        25,
        " The answer to the stream and `code` to the text. Then the stream and shows the sea. "
            + " The answer to the stream."),
    ANTHROPIC(
        "anthropic-messages.sse",
        "event: message_stop",
        80,
        25,
        " The answer to the text. Then the stream. The page renders the stream and `code` to the"
            + " page. The city streams light to the sea.  The page renders the answer. A … …"
            + " 😀\uFFFD cafété \uFFFD streams light to the stream and the page. The page renders the"
            + " stream and the stream. The page renders the client. The"),
    AI_SDK(
        "ai-sdk-ui-message-v1.sse",
        "\"type\":\"finish\"",
        -1,
        -1,
        " The client is happy. é é 😀 streams light to the stream and `code` to the stream and"
            + " shows the stream. The city streams **bold** text and the client. The client is"
            + " happy.");

    private final String file;
    private final String endMark;
    private final long tokens;
    private final long promptTokens;
    private final String text;

    Recording(String file, String endMark, long tokens, long promptTokens, String text) {
      this.file = file;
      this.endMark = endMark;
      this.tokens = tokens;
      this.promptTokens = promptTokens;
      this.text = text;
    }

    private byte[] bytes() {
      try (InputStream in = RecordedStreamsTest.class.getResourceAsStream("streams/" + file)) {
        return Objects.requireNonNull(in, file).readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Where the event that ends the answer has come whole. */
    private int end() {
      String recording = new String(bytes(), StandardCharsets.ISO_8859_1);
      return recording.indexOf("\n\n", recording.indexOf(endMark)) + 2;
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesItsTextFinishAndTokens(Recording recording) {
    EventLog log = EventLog.read(List.of(recording.bytes()));

    assertThat(log.error()).isEmpty();
    assertThat(log.unknown()).isEmpty();
    assertThat(log.events.getFirst()).isInstanceOf(MessageStart.class);
    MessageEnd end = log.end().orElseThrow();
    assertThat(log.text()).isEqualTo(recording.text);
    assertThat(end.finishReason())
        .isEqualTo(recording == Recording.ANTHROPIC ? FinishReason.LENGTH : FinishReason.STOP);
    assertThat(end.message().content()).isEqualTo(recording.text);
    assertThat(end.message().status()).isEqualTo(MessageStatus.COMPLETE);
    MessageMetadata metadata = end.message().metadata();
    assertThat(metadata.tokens()).isEqualTo(count(recording.tokens));
    assertThat(metadata.promptTokens()).isEqualTo(count(recording.promptTokens));
    if (recording != Recording.AI_SDK) {
      assertThat(metadata.model()).hasValue("tiny");
    }
  }

  private static OptionalLong count(long tokens) {
    return tokens < 0 ? OptionalLong.empty() : OptionalLong.of(tokens);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameHoweverItIsCut(Recording recording) {
    EveryCut.assertGives(
        recording.bytes(),
        EventLog.read(List.of(recording.bytes())).entries,
        chunks -> EventLog.read(chunks).entries);
  }

  @ParameterizedTest
  @EnumSource
  void isCutOffUntilItsEndIsWhole(Recording recording) {
    Streams.assertCutOffBefore(recording.bytes(), recording.end());
  }
}
