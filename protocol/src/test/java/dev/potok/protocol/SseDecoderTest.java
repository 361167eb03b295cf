package dev.potok.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules of the format, in its order.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML,
 *     section 9.2</a>
 */
class SseDecoderTest {

  @Test
  void firstExampleOfTheStandard() {
    assertGives("data: YHOO\ndata: +2\ndata: 10\n\n", event("message", "YHOO\n+2\n10", ""));
  }

  @Test
  void secondExampleOfTheStandard() {
    assertGives(
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        "comment  test stream",
        event("message", "first event", "1"),
        event("message", "second event", ""),
        event("message", " third event", ""));
  }

  @Test
  void thirdExampleOfTheStandard() {
    assertGives(
        "data\n\ndata\ndata\n\ndata:", event("message", "", ""), event("message", "\n", ""));
  }

  @Test
  void fourthExampleOfTheStandard() {
    assertGives(
        "data:test\n\ndata: test\n\n", event("message", "test", ""), event("message", "test", ""));
  }

  @Test
  void everyLineEndEndsALine() {
    for (String end : List.of("\n", "\r", "\r\n")) {
      assertGives(
          "event: a" + end + "data: 1" + end + "data: 2" + end + end + "data: 3" + end + end,
          event("a", "1\n2", ""),
          event("message", "3", ""));
    }
  }

  @Test
  void lineEndsMayBeMixed() {
    assertGives(
        "data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\r\r\ndata: 5\n\r",
        event("message", "1\n2\n3", ""),
        event("message", "4", ""),
        event("message", "5", ""));
  }

  @Test
  void carriageReturnDispatchesWithoutWaitingForALineFeed() {
    Log log = new Log();
    SseDecoder decoder = new SseDecoder(log);

    feed(decoder, "data: 1\r\r");

    assertThat(log.entries).containsExactly(event("message", "1", ""));
    feed(decoder, "\ndata: 2\n\n");
    assertThat(log.entries).last().isEqualTo(event("message", "2", ""));
  }

  @Test
  void onlyTheStandardsLineEndsEndALine() {
    assertGives(
        "data: a\u000Bb\fc\u0085d\u2028e\u2029f\n\n",
        event("message", "a\u000Bb\fc\u0085d\u2028e\u2029f", ""));
  }

  @Test
  void oneByteOrderMarkAtTheStartIsIgnored() {
    assertGives("\uFEFFdata: 1\n\n", event("message", "1", ""));
    assertGives("\uFEFF\uFEFFdata: 1\n\n");
    assertGives(
        "data: 1\n\n\uFEFFdata: 2\n\ndata: \uFEFF3\n\n",
        event("message", "1", ""),
        event("message", "\uFEFF3", ""));
  }

  @Test
  void partOfAByteOrderMarkIsText() {
    byte[] rest = "x\ndata: 1\n\n".getBytes(UTF_8);
    for (int kept = 1; kept < 3; kept++) {
      byte[] stream = new byte[kept + rest.length];
      System.arraycopy(new byte[] {(byte) 0xEF, (byte) 0xBB}, 0, stream, 0, kept);
      System.arraycopy(rest, 0, stream, kept, rest.length);

      EveryCut.assertGives(stream, List.of(event("message", "1", "")), SseDecoderTest::read);
    }
    assertGives("\uFEFEdata: 0\n\ndata: 1\n\n", event("message", "1", ""));
  }

  @Test
  void commentsAreNoFields() {
    assertGives(
        ":\n: ping\n:data: x\ndata: 1\n:  in between\ndata: 2\n\n",
        "comment ",
        "comment  ping",
        "comment data: x",
        "comment   in between",
        event("message", "1\n2", ""));
  }

  @Test
  void oneSpaceBehindTheColonIsRemoved() {
    assertGives(
        "data:a\ndata: b\ndata:  c\ndata:\td\ndata:e \n\n",
        event("message", "a\nb\n c\n\td\ne ", ""));
  }

  @Test
  void valueMayHoldColons() {
    assertGives("data: {\"a\":1}\n\n", event("message", "{\"a\":1}", ""));
  }

  @Test
  void fieldWithoutColonHasAnEmptyValue() {
    assertGives("data\n\n", event("message", "", ""));
    assertGives("event: a\nevent\ndata: 1\n\n", event("message", "1", ""));
    assertGives(
        "id: 7\ndata: 1\n\nid\ndata: 2\n\n", event("message", "1", "7"), event("message", "2", ""));
  }

  @Test
  void fieldNamesAreTakenLiterally() {
    assertGives("Data: 1\n data: 2\ndata : 3\ndatas: 4\nfoo: 5\n\u0434: 6\n\n");
  }

  @Test
  void eventWithEmptyDataIsDispatched() {
    assertGives("data:\n\n", event("message", "", ""));
    assertGives("data: \ndata:\n\n", event("message", "\n", ""));
  }

  @Test
  void eventWithoutDataIsNotDispatchedAndForgetsItsType() {
    assertGives("event: a\n\ndata: 1\n\n", event("message", "1", ""));
    assertGives("\n\n\n");
  }

  @Test
  void typeLastsForOneEvent() {
    assertGives(
        "event: a\nevent: b\ndata: 1\n\ndata: 2\n\n",
        event("b", "1", ""),
        event("message", "2", ""));
  }

  @Test
  void idLastsUntilAnotherIsSet() {
    assertGives(
        "id: 1\n\ndata: a\n\nid: 2\ndata: b\n\ndata: c\n\n",
        event("message", "a", "1"),
        event("message", "b", "2"),
        event("message", "c", "2"));
  }

  @Test
  void idWithNullIsIgnored() {
    assertGives(
        "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: \0\ndata: c\n\n",
        event("message", "a", "1"),
        event("message", "b", "1"),
        event("message", "c", "1"));
  }

  @Test
  void dataMayHoldNull() {
    assertGives("data: a\0b\n\n", event("message", "a\0b", ""));
  }

  @Test
  void retryOfDigitsIsTold() {
    assertGives("retry: 2500\nretry:0\nretry: 007\n", "retry 2500", "retry 0", "retry 7");
  }

  @Test
  void otherRetriesAreIgnored() {
    assertGives("retry: -1\nretry: 1.5\nretry: 1e3\nretry\nretry:  5\nretry: 5 \nretry: \u0661\n");
    assertGives("retry: " + "9".repeat(30) + "\n");
  }

  @Test
  void unfinishedEventAtTheEndIsDiscarded() {
    assertGives("data: 1\n\ndata: 2\n", event("message", "1", ""));
    assertGives("data: 1\n\ndata: 2", event("message", "1", ""));
    assertGives("data: 1");
    assertGives("");
  }

  @Test
  void charactersOfEveryLengthSurviveCuts() {
    String text = "aé漢😀\u0000\uFFFF\u2028\u0301";
    assertGives("data: " + text + "\n\n", event("message", text, ""));
  }

  @Test
  void bytesThatAreNotUtf8BecomeReplacementCharacters() {
    byte[] stream = "data: aXbYZ\n\n".getBytes(UTF_8);
    stream[7] = (byte) 0xFF;
    stream[9] = (byte) 0xC3;

    EveryCut.assertGives(
        stream, List.of(event("message", "a\uFFFDb\uFFFDZ", "")), SseDecoderTest::read);
  }

  @Test
  void lineOfTheLimitIsRead() {
    Log log = new Log();
    SseDecoder decoder = new SseDecoder(log);

    feed(decoder, ":" + "x".repeat(LineDecoder.MAX_LINE_BYTES - 1) + "\n");

    assertThat(log.entries).hasSize(1);
  }

  @Test
  void lineOverTheLimitIsRefusedBeforeItsEnd() {
    SseDecoder decoder = new SseDecoder(new Log());
    feed(decoder, "data: 1\n\n:" + "x".repeat(LineDecoder.MAX_LINE_BYTES - 1));

    assertThatThrownBy(() -> feed(decoder, "x"))
        .isInstanceOf(StreamFormatException.class)
        .hasMessage("line 3: a line of more than 8388608 bytes (expected: at most 8388608)");
  }

  @Test
  void eventOfTheLimitIsRead() {
    Log log = new Log();
    SseDecoder decoder = new SseDecoder(log);
    int half = SseDecoder.MAX_EVENT_CHARACTERS / 2;

    feed(decoder, "data:" + "x".repeat(half) + "\ndata:" + "y".repeat(half - 1) + "\n\n");

    assertThat(log.entries).hasSize(1);
  }

  @Test
  void eventOverTheLimitIsRefused() {
    SseDecoder decoder = new SseDecoder(new Log());
    int half = SseDecoder.MAX_EVENT_CHARACTERS / 2;
    feed(decoder, "data:" + "x".repeat(half) + "\n");

    assertThatThrownBy(() -> feed(decoder, "data:" + "y".repeat(half) + "\n"))
        .isInstanceOf(StreamFormatException.class)
        .hasMessage("line 2: an event of more than 8388608 characters (expected: at most 8388608)");
  }

  @Test
  void emptyDataLinesReachTheLimitToo() {
    SseDecoder decoder = new SseDecoder(new Log());
    feed(decoder, "data\n".repeat(SseDecoder.MAX_EVENT_CHARACTERS + 1));

    assertThatThrownBy(() -> feed(decoder, "data\n")).isInstanceOf(StreamFormatException.class);
  }

  @Test
  void linesAreCountedWhateverEndsThem() {
    SseDecoder decoder = new SseDecoder(new Log());

    feed(decoder, "a\nb\rc\r\n\r");
    assertThat(decoder.lineNumber()).isEqualTo(5);
    feed(decoder, "\nd");
    assertThat(decoder.lineNumber()).isEqualTo(5);
  }

  @Test
  void chunkMayStandInsideAnArray() {
    Log log = new Log();
    byte[] bytes = "xxdata: 1\n\nyy".getBytes(UTF_8);

    new SseDecoder(log).feed(bytes, 2, bytes.length - 4);

    assertThat(log.entries).containsExactly(event("message", "1", ""));
  }

  private static void assertGives(String stream, String... entries) {
    EveryCut.assertGives(stream, List.of(entries), SseDecoderTest::read);
  }

  private static List<String> read(List<byte[]> chunks) {
    Log log = new Log();
    SseDecoder decoder = new SseDecoder(log);
    chunks.forEach(chunk -> decoder.feed(chunk, 0, chunk.length));
    decoder.end();
    return log.entries;
  }

  private static void feed(SseDecoder decoder, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    decoder.feed(bytes, 0, bytes.length);
  }

  private static String event(String type, String data, String id) {
    return new SseEvent(type, data, id).toString();
  }

  private static final class Log implements SseListener {
    private final List<String> entries = new ArrayList<>();

    @Override
    public void onEvent(SseEvent event) {
      entries.add(event.toString());
    }

    @Override
    public void onRetry(long millis) {
      entries.add("retry " + millis);
    }

    @Override
    public void onComment(String text) {
      entries.add("comment " + text);
    }
  }
}
