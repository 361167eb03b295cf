package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MessageStreamHandlerTest {
  private static final MessageRead QUESTION =
      new MessageRead(
          7,
          3,
          OptionalLong.empty(),
          Role.USER,
          "Что такое поток?",
          "2026-11-22T18:00:00Z",
          MessageStatus.COMPLETE,
          MessageMetadata.NONE);
  private static final MessageRead ANSWER =
      new MessageRead(
          8,
          3,
          OptionalLong.of(7),
          Role.ASSISTANT,
          "",
          "2026-11-22T18:00:00Z",
          MessageStatus.STREAMING,
          MessageMetadata.NONE.withModel("m"));
  private static final List<AnswerEvent> WHOLE =
      List.of(
          new MessageStart(Optional.of(QUESTION), ANSWER),
          MessageDelta.thinking("Хм…"),
          MessageDelta.text("A stream"),
          MessageDelta.text("\n 😀 \r\n"),
          new MessageEnd(
              ANSWER
                  .withContent("A stream\n 😀 \r\n")
                  .withStatus(MessageStatus.COMPLETE)
                  .withMetadata(MessageMetadata.NONE.withTokens(3).withThinkingText("Хм…")),
              FinishReason.LENGTH));
  private static final String DELTA = "event: message_delta\ndata: {\"delta\":\"a\"}\n\n";
  private static final String UNKNOWN_MESSAGE = "unknown message ";

  @Test
  void readsItsOwnEventsInBothFramings() {
    List<String> expected = entries(WHOLE, 5);

    EveryCut.assertGives(sse(WHOLE), expected, chunks -> EventLog.read(chunks).entries);
    EveryCut.assertGives(jsonLines(WHOLE), expected, chunks -> EventLog.read(chunks).entries);
  }

  @Test
  void typeMayStandInsideTheDataOfServerSentEvents() {
    String stream =
        """
        data: {"type":"message_delta","seq":2,"delta":"a"}

        data: {"type":"message_delta","seq":3,"thinking":"b"}

        data: {"type":"error","seq":4,"code":"c","message":"m","retryable":true,"partial":null}

        """;

    assertGives(
        stream,
        MessageDelta.text("a").toString(),
        MessageDelta.thinking("b").toString(),
        new AnswerError("c", "m", true, Optional.empty()).toString(),
        "last seq 4");
  }

  @Test
  void oneByteOrderMarkAtTheStartIsPassedOverInBothFramings() {
    String line = "{\"type\":\"message_delta\",\"delta\":\"a\"}\n";
    String delta = MessageDelta.text("a").toString();

    assertGives("\uFEFF" + line, delta, cutOff(2), "last seq 0");
    assertGives("\uFEFF\r\n\n" + line, delta, cutOff(4), "last seq 0");
    assertGives("\uFEFF" + DELTA, delta, cutOff(4), "last seq 0");
    assertGives("\uFEFF\n" + DELTA, delta, cutOff(5), "last seq 0");
    assertGives("\uFEFF\uFEFF" + line, cutOff(2), "last seq 0");
    assertGives("\uFEFF\uFEFFdata: {}\n\n", cutOff(3), "last seq 0");
  }

  @Test
  void partOfAByteOrderMarkIsText() {
    for (String rest : List.of("data: {}\n", "{\"type\":\"message_delta\",\"delta\":\"a\"}\n")) {
      for (byte[] part : new byte[][] {{(byte) 0xEF}, {(byte) 0xEF, (byte) 0xBB}}) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(part);
        stream.writeBytes((rest + "\n" + DELTA).getBytes(UTF_8));

        EveryCut.assertGives(
            stream.toByteArray(),
            List.of(MessageDelta.text("a").toString(), cutOff(6), "last seq 0"),
            chunks -> EventLog.read(chunks).entries);
      }
    }
  }

  @Test
  void pingsSayNothing() {
    ByteArrayOutputStream sse = new ByteArrayOutputStream();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    sse.writeBytes(AnswerEventEncoder.ssePing());
    lines.writeBytes(AnswerEventEncoder.jsonLinesPing());
    for (int i = 0; i < WHOLE.size(); i++) {
      sse.writeBytes(AnswerEventEncoder.sse(i + 1, WHOLE.get(i)));
      sse.writeBytes(AnswerEventEncoder.ssePing());
      lines.writeBytes(AnswerEventEncoder.jsonLine(i + 1, WHOLE.get(i)));
      lines.writeBytes(AnswerEventEncoder.jsonLinesPing());
    }

    assertThat(EventLog.read(List.of(sse.toByteArray())).entries).isEqualTo(entries(WHOLE, 5));
    assertThat(EventLog.read(List.of(lines.toByteArray())).entries).isEqualTo(entries(WHOLE, 5));
  }

  @Test
  void aFieldOfAnUnknownNameIsIgnoredButWhatIsNoFieldIsAnError() {
    assertThat(read("x-trace_1: 7\nfuture\n" + DELTA).entries)
        .contains(MessageDelta.text("a").toString());
    for (String garbage : List.of("\0\1}{][", "<html>", "da ta: {}", "\uFFFF: x")) {
      String entries = String.join("\n", read(DELTA + garbage + "\n\n" + DELTA).entries);
      assertThat(entries)
          .containsOnlyOnce(MessageDelta.text("a").toString())
          .contains(AnswerError.BAD_STREAM, "line 4: no field of an event");
    }
  }

  @Test
  void retryIsTold() {
    EventLog log = EventLog.read(List.of(AnswerEventEncoder.sseRetry(1500)));

    assertThat(log.entries).contains("retry 1500");
  }

  @Test
  void unknownEventsAreToldAndTheStreamGoesOn() {
    String stream =
        "event: weather\ndata: {\"sky\":\"grey\"}\n\n"
            + DELTA
            + "event: heartbeat\ndata: alive\n\n"
            + "data: {\"type\":\"weather\"}\n\n"
            + DELTA;

    assertGives(
        stream,
        "unknown weather {\"sky\":\"grey\"}",
        MessageDelta.text("a").toString(),
        "unknown heartbeat alive",
        UNKNOWN_MESSAGE + "{\"type\":\"weather\"}",
        MessageDelta.text("a").toString(),
        cutOff(15),
        "last seq 0");
  }

  @Test
  void emptyEventsAndAnotherFormatsDoneAreUnknownAndTheStreamGoesOn() {
    assertGives(
        "data:\n\n" + DELTA + "data\n\ndata:  \n\ndata: [DONE]\n\n" + DELTA,
        UNKNOWN_MESSAGE,
        MessageDelta.text("a").toString(),
        UNKNOWN_MESSAGE,
        UNKNOWN_MESSAGE + " ",
        UNKNOWN_MESSAGE + "[DONE]",
        MessageDelta.text("a").toString(),
        cutOff(15),
        "last seq 0");
    assertThat(read("event: message_delta\ndata:\n\n").error().orElseThrow().code())
        .isEqualTo(AnswerError.BAD_STREAM);
  }

  @Test
  void unknownLinesAreToldAndTheStreamGoesOn() {
    assertGives(
        """
        {"type":"weather"}
        {"type":"message_delta","seq":5,"delta":"a"}
        {"type":"weather","seq":6}
        {"type":"message_delta","delta":"b"}
        """,
        "unknown  {\"type\":\"weather\"}",
        MessageDelta.text("a").toString(),
        "unknown  {\"type\":\"weather\",\"seq\":6}",
        MessageDelta.text("b").toString(),
        cutOff(5),
        "last seq 5");
  }

  @Test
  void badJsonIsAnErrorThatSaysWhatAndWhere() {
    EventLog log = read(DELTA + ": ping\n\nevent: message_delta\ndata: {\"delta\":\n\n" + DELTA);

    AnswerError error = log.error().orElseThrow();
    assertThat(error.code()).isEqualTo(AnswerError.BAD_STREAM);
    assertThat(error.retryable()).isTrue();
    assertThat(error.message())
        .isEqualTo("line 7: {\"delta\": (expected: JSON; at character 9: a value, not its end)");
    assertThat(log.events).hasSize(2);
  }

  @Test
  void badLineIsAnErrorThatSaysWhatAndWhere() {
    EventLog log = read("\r\n\n{\"type\":\"message_delta\",\"delta\":\"a\"}\nnonsense\n");

    assertThat(log.error().orElseThrow().message()).startsWith("line 4: nonsense");
  }

  @Test
  void wrongFieldIsAnErrorThatNamesIt() {
    assertThat(
            read("event: message_delta\ndata: {\"delta\":5}\n\n").error().orElseThrow().message())
        .isEqualTo("line 2: delta: 5 (expected: a string) in: {\"delta\":5}");
    assertThat(read(DELTA + "event: message_delta\ndata: {}\n\n").error().orElseThrow().message())
        .isEqualTo("line 5: delta: missing (expected: a delta or a thinking) in: {}");
    assertThat(
            read(DELTA + "event: message_end\ndata: {\"message\":{\"id\":\"8\"}}\n\n")
                .error()
                .orElseThrow()
                .message())
        .startsWith("line 5: message.id: 8 (expected: an integer) in: ");
    assertThat(read("id: x\n" + DELTA).error().orElseThrow().message())
        .startsWith("line 3: id: x (expected: a sequence number)");
  }

  @Test
  void textThatIsNoJsonAtAllIsAnError() {
    assertThat(read("data: hello\n\n").error().orElseThrow().code())
        .isEqualTo(AnswerError.BAD_STREAM);
    assertThat(read("<html>\n<body>Bad gateway</body>\n").error().orElseThrow().code())
        .isEqualTo(AnswerError.CUT_OFF);
  }

  @Test
  void lineOverTheLimitIsAnErrorAndNothingIsReadBehindIt() {
    String tooLong = "x".repeat(LineDecoder.MAX_LINE_BYTES + 1);
    for (String stream :
        List.of(
            DELTA + "data: " + tooLong + "\n\n" + DELTA,
            "{\"type\":\"message_delta\",\"delta\":\"a\"}\n\n\n{\"" + tooLong + "\n{}\n")) {
      EventLog log = read(stream);

      assertThat(log.events).hasSize(2);
      assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.BAD_STREAM);
      assertThat(log.error().orElseThrow().message())
          .isEqualTo("line 4: a line of more than 8388608 bytes (expected: at most 8388608)");
    }
  }

  @Test
  void eventOverTheLimitIsAnError() {
    String line = "data: " + "x".repeat(1000) + "\n";

    EventLog log = read(DELTA + line.repeat(8400));

    assertThat(log.error().orElseThrow().message())
        .isEqualTo(
            "line 8384: an event of more than 8388608 characters (expected: at most 8388608)");
  }

  @Test
  void deepNestingIsAnError() {
    String deep = "{\"delta\":" + "[".repeat(100_000);

    EventLog log = read(DELTA + "event: message_delta\ndata: " + deep + "\n\n");

    assertThat(log.error().orElseThrow().message())
        .startsWith("line 5: nesting of more than 64 (expected: at most 64 levels)");
    assertThat(log.error().orElseThrow().message().length()).isLessThan(400);
  }

  @Test
  void everyTailThatIsMissingLeavesTheAnswerUnfinished() {
    byte[] whole = sse(WHOLE);
    for (int length = 0; length < whole.length - 1; length++) {
      EventLog log = EventLog.read(List.of(Arrays.copyOf(whole, length)));

      assertThat(log.end()).as("after %d bytes", length).isEmpty();
      assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
    }
  }

  @Test
  void lastLineOfJsonMayLackItsLineFeedOnly() {
    byte[] whole = jsonLines(WHOLE);
    assertThat(EventLog.read(List.of(Arrays.copyOf(whole, whole.length - 1))).end()).isPresent();
    for (int length = 0; length < whole.length - 1; length++) {
      EventLog log = EventLog.read(List.of(Arrays.copyOf(whole, length)));

      assertThat(log.end()).as("after %d bytes", length).isEmpty();
      assertThat(log.error().orElseThrow().code()).isEqualTo(AnswerError.CUT_OFF);
    }
  }

  @Test
  void nothingButUnknownFollowsTheEnd() {
    List<AnswerEvent> tooMuch = new ArrayList<>(WHOLE);
    tooMuch.add(MessageDelta.text("late"));
    tooMuch.add(new AnswerError("c", "m", true, Optional.empty()));

    EventLog log = EventLog.read(List.of(sse(tooMuch), "data: junk\n\n".getBytes(UTF_8)));

    assertThat(log.events).isEqualTo(WHOLE);
    assertThat(log.entries)
        .contains("unknown message_delta {\"delta\":\"late\"}", UNKNOWN_MESSAGE + "junk")
        .contains("last seq 5");
  }

  @Test
  void overLongLineAfterTheEndIsNoError() {
    byte[] junk = "x".repeat(LineDecoder.MAX_LINE_BYTES + 1).getBytes(UTF_8);

    EventLog log = EventLog.read(List.of(sse(WHOLE), junk, junk));

    assertThat(log.events).isEqualTo(WHOLE);
  }

  @Test
  void errorEndsTheAnswerOnce() {
    AnswerError failed =
        new AnswerError("model_error", "down", false, Optional.of(ANSWER.withContent("par")));

    EventLog log = EventLog.read(List.of(sse(List.of(WHOLE.getFirst(), failed))));

    assertThat(log.events).containsExactly(WHOLE.getFirst(), failed);
  }

  @Test
  void lastSeqIsTheNumberToResumeFrom() {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);

    assertThat(handler.lastSeq()).isZero();
    handler.feed(AnswerEventEncoder.sse(41, MessageDelta.text("a")));
    assertThat(handler.lastSeq()).isEqualTo(41);
    handler.feed("id: 42\nevent: message_delta\ndata: {\"delta\":\"b\"}\n".getBytes(UTF_8));
    assertThat(handler.lastSeq()).isEqualTo(41);
    handler.feed("\n".getBytes(UTF_8));
    assertThat(handler.lastSeq()).isEqualTo(42);
    handler.feed("event: message_delta\ndata: {broken\n\n".getBytes(UTF_8));
    assertThat(handler.lastSeq()).isEqualTo(42);
    assertThat(handler.ended()).isTrue();
  }

  @Test
  void endIsToldOnceHoweverOftenTheStreamCloses() {
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);

    handler.end();
    handler.end();

    assertThat(log.entries).containsExactly(cutOff(1));
  }

  @Test
  void exceptionOfTheListenerComesOut() {
    MessageStreamHandler handler =
        new MessageStreamHandler(
            new MessageStreamListener() {
              @Override
              public void onMessageDelta(MessageDelta delta) {
                throw new IllegalArgumentException("mine");
              }
            });

    assertThatThrownBy(() -> handler.feed(DELTA.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mine");
  }

  @Test
  void handlerOfPotokReadsItsOwnAndTakesTheRestForUnknown() {
    EventLog log = new EventLog();
    MessageStreamHandler handler = MessageStreamHandler.ofPotok(log);

    handler.feed("data: {\"choices\":[]}\n\n".getBytes(UTF_8));
    handler.feed(sse(WHOLE));
    handler.end();

    assertThat(log.unknown()).containsExactly(UNKNOWN_MESSAGE + "{\"choices\":[]}");
    assertThat(log.events).isEqualTo(WHOLE);
  }

  @Test
  void doneOfAnUnreadFormatIsNoEnd() {
    assertGives(
        "data: {\"type\":\"weather\",\"delta\":\"a\"}\n\ndata: [DONE]\n\n",
        UNKNOWN_MESSAGE + "{\"type\":\"weather\",\"delta\":\"a\"}",
        UNKNOWN_MESSAGE + "[DONE]",
        cutOff(5),
        "last seq 0");
  }

  @Test
  void longestEventInSingleBytesIsRead() {
    String text = "x".repeat(LineDecoder.MAX_LINE_BYTES - 100);
    EventLog log = new EventLog();
    MessageStreamHandler handler = new MessageStreamHandler(log);

    byte[] stream = AnswerEventEncoder.sse(1, MessageDelta.text(text));
    for (int i = 0; i < stream.length; i++) {
      handler.feed(stream, i, 1);
    }

    assertThat(log.text()).isEqualTo(text);
  }

  @Test
  void manyEventsInOneChunkAreRead() {
    int count = 100_000;
    int[] deltas = new int[1];
    MessageStreamHandler handler =
        new MessageStreamHandler(
            new MessageStreamListener() {
              @Override
              public void onMessageDelta(MessageDelta delta) {
                deltas[0]++;
              }
            });

    handler.feed(DELTA.repeat(count).getBytes(UTF_8));

    assertThat(deltas[0]).isEqualTo(count);
  }

  private static void assertGives(String stream, String... entries) {
    EveryCut.assertGives(stream, List.of(entries), chunks -> EventLog.read(chunks).entries);
  }

  private static EventLog read(String stream) {
    return EventLog.read(List.of(stream.getBytes(UTF_8)));
  }

  private static String cutOff(int line) {
    return new AnswerError(
            AnswerError.CUT_OFF,
            "the stream closed in line " + line + " without an end of the answer",
            true,
            Optional.empty())
        .toString();
  }

  private static List<String> entries(List<AnswerEvent> events, long lastSeq) {
    List<String> entries = new ArrayList<>();
    events.forEach(event -> entries.add(event.toString()));
    entries.add("last seq " + lastSeq);
    return entries;
  }

  private static byte[] sse(List<AnswerEvent> events) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < events.size(); i++) {
      stream.writeBytes(AnswerEventEncoder.sse(i + 1, events.get(i)));
    }
    return stream.toByteArray();
  }

  private static byte[] jsonLines(List<AnswerEvent> events) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < events.size(); i++) {
      stream.writeBytes(AnswerEventEncoder.jsonLine(i + 1, events.get(i)));
    }
    return stream.toByteArray();
  }
}
