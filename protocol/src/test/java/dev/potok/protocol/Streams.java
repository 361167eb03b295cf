package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** Streams of events given as JSON, and what holds for the stream of every format. */
final class Streams {

  private Streams() {}

  /** Server-Sent Events without names. */
  static String sse(String... events) {
    return "data: " + String.join("\n\ndata: ", events) + "\n\n";
  }

  /** Server-Sent Events that bear the type inside them as their name. */
  static String named(String... events) {
    StringBuilder stream = new StringBuilder();
    for (String event : events) {
      String name = JsonFields.parse(event).string("type");
      stream.append("event: ").append(name).append("\ndata: ").append(event).append("\n\n");
    }
    return stream.toString();
  }

  /** JSON lines. */
  static String lines(String... events) {
    return String.join("\n", events) + "\n";
  }

  /**
   * Asserts of the events of an answer whose last one is its end: in both framings, however they
   * are cut, they give the same; and without any of their last bytes, the answer is cut off.
   *
   * @return what they give
   */
  static EventLog assertReadAlike(String... events) {
    String sse = sse(events);
    String lines = lines(events);
    EventLog log = EventLog.read(sse);
    assertThat(log.end()).isPresent();
    assertThat(log.end().orElseThrow().message().content()).isEqualTo(log.text());
    assertThat(log.end().orElseThrow().message().metadata().thinkingText().orElse(""))
        .isEqualTo(log.thinking());
    assertThat(log.events.getFirst()).isInstanceOf(MessageStart.class);
    assertThat(EventLog.read(lines).events).isEqualTo(log.events);
    EveryCut.assertGives(sse, log.entries, chunks -> EventLog.read(chunks).entries);
    EveryCut.assertGives(
        lines, EventLog.read(lines).entries, chunks -> EventLog.read(chunks).entries);
    assertCutOffBefore(sse.getBytes(UTF_8), sse.getBytes(UTF_8).length);
    assertCutOffBefore(lines.getBytes(UTF_8), lines.getBytes(UTF_8).length - 1);
    return log;
  }

  /** Asserts that no shorter beginning of the stream than the given one is taken for whole. */
  static void assertCutOffBefore(byte[] stream, int end) {
    String whole = EventLog.read(List.of(stream)).text();
    for (int length = 0; length < end; length++) {
      EventLog log = EventLog.read(List.of(Arrays.copyOf(stream, length)));
      assertThat(log.end()).as("after %d bytes", length).isEmpty();
      assertThat(log.error().orElseThrow().code())
          .as("after %d bytes", length)
          .isEqualTo(AnswerError.CUT_OFF);
      assertThat(whole).startsWith(log.text());
    }
    assertThat(EventLog.read(List.of(Arrays.copyOf(stream, end))).end()).isPresent();
  }

  /** A JSON string. */
  static String quoted(String text) {
    String object = JsonText.object().field("a", text).done();
    return object.substring("{\"a\":".length(), object.length() - 1);
  }
}
