package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Input that is large and cut as badly as can be. Each of these takes a second or two; with work
 * that grows as the square of the input it would be hours, which is all that the time limit is for.
 */
@Timeout(60)
class LinearTimeTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int SIZE = 64 * MEBIBYTE;

  @Test
  void longStreamInSingleBytes() {
    int[] deltas = new int[1];
    MessageStreamHandler handler =
        new MessageStreamHandler(
            new MessageStreamListener() {
              @Override
              public void onMessageDelta(MessageDelta delta) {
                deltas[0]++;
              }
            });
    byte[] chunk =
        ("data: {\"id\":\""
                + "x".repeat(1000)
                + "\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")
            .getBytes(UTF_8);
    int count = SIZE / chunk.length;

    for (int i = 0; i < count; i++) {
      for (int at = 0; at < chunk.length; at++) {
        handler.feed(chunk, at, 1);
      }
    }

    assertThat(deltas[0]).isEqualTo(count);
  }

  @Test
  void longStreamOfShortLinesInSingleBytes() {
    int[] events = new int[1];
    SseDecoder decoder = new SseDecoder(_ -> events[0]++);
    byte[] event = "data: a\n:\n\n".getBytes(UTF_8);
    int count = SIZE / event.length;

    for (int i = 0; i < count; i++) {
      for (int at = 0; at < event.length; at++) {
        decoder.feed(event, at, 1);
      }
    }

    assertThat(events[0]).isEqualTo(count);
  }

  @Test
  void longLine() {
    byte[] part = "x".repeat(MEBIBYTE).getBytes(UTF_8);
    for (String beginning : new String[] {"data: ", "{\"a\":\""}) {
      EventLog log = new EventLog();
      MessageStreamHandler handler = new MessageStreamHandler(log);

      handler.feed(beginning.getBytes(UTF_8));
      for (int i = 0; i < SIZE / part.length; i++) {
        handler.feed(part);
      }
      handler.end();

      assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
    }
  }

  @Test
  void longLineAtOnceAndInSingleBytes() {
    byte[] line = new byte[SIZE];
    Arrays.fill(line, (byte) 'x');
    assertThatThrownBy(() -> new SseDecoder(_ -> {}).feed(line, 0, SIZE))
        .isInstanceOf(StreamFormatException.class);
    assertThatThrownBy(() -> new JsonLinesDecoder(_ -> {}).feed(line, 0, SIZE))
        .isInstanceOf(StreamFormatException.class);

    SseDecoder decoder = new SseDecoder(_ -> {});
    for (int i = 0; i < LineDecoder.MAX_LINE_BYTES; i++) {
      decoder.feed(line, i, 1);
    }
    assertThatThrownBy(() -> decoder.feed(line, 0, 1)).isInstanceOf(StreamFormatException.class);
  }

  @Test
  void longEventOfManyLines() {
    String[] read = new String[1];
    SseDecoder decoder = new SseDecoder(event -> read[0] = event.data());
    byte[] lines = "data:x\n".repeat(SseDecoder.MAX_EVENT_CHARACTERS / 2).getBytes(UTF_8);

    decoder.feed(lines, 0, lines.length);
    decoder.feed("\n".getBytes(UTF_8), 0, 1);

    assertThat(read[0]).hasSize(SseDecoder.MAX_EVENT_CHARACTERS - 1);
  }

  @Test
  void manyCallsOfTools() {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);
    for (int i = 0; i < ForeignAnswer.MAX_CALLS; i++) {
      handler.feed(
          Streams.sse(
                  "{\"type\":\"tool-input-start\",\"toolCallId\":\"" + i + "\",\"toolName\":\"f\"}")
              .getBytes(UTF_8));
    }
    byte[] last =
        Streams.sse(
                "{\"type\":\"tool-input-delta\",\"toolCallId\":\"999\",\"inputTextDelta\":\"x\"}")
            .getBytes(UTF_8);

    for (int i = 0; i < 10_000; i++) {
      handler.feed(last);
    }

    assertThat(log.calls).hasSize(ForeignAnswer.MAX_CALLS + 10_000);
  }
}
