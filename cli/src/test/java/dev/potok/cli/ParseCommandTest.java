package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ParseCommandTest {
  private static final String CHUNK =
      "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(said, true, UTF_8);

  @Test
  void callbacksAreLinesOfJson() {
    String stream =
        "retry: 1000\n\n"
            + "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}\n\n"
            + CHUNK.formatted("Привет \\\"😀\\\"")
            + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}\n\n"
            + "event: weather\ndata: grey\n\n"
            + DONE;

    Run run = parse(stream);

    assertThat(run.exitCode).isZero();
    assertThat(run.lines)
        .containsExactly(
            "{\"retry\":1000}",
            "{\"type\":\"message_start\",\"message\":{\"id\":0,\"chat_id\":0,\"role\":\"assistant\","
                + "\"content\":\"\",\"created_at\":\"\",\"status\":\"streaming\"}}",
            "{\"type\":\"message_delta\",\"thinking\":\"Hm\"}",
            "{\"type\":\"message_delta\",\"delta\":\"Привет \\\"😀\\\"\"}",
            "{\"type\":\"message_delta\",\"tool_call\":{\"index\":0,\"id\":\"c\",\"name\":\"f\","
                + "\"arguments\":\"{}\"}}",
            "{\"type\":\"unknown\",\"event\":\"weather\",\"data\":\"grey\"}",
            "{\"type\":\"message_end\",\"message\":{\"id\":0,\"chat_id\":0,\"role\":\"assistant\","
                + "\"content\":\"Привет \\\"😀\\\"\",\"created_at\":\"\",\"status\":\"complete\","
                + "\"metadata\":{\"model\":\"m\",\"thinkingText\":\"Hm\","
                + "\"hasThinkingProcess\":true,\"thinkingExpanded\":false}},"
                + "\"finish_reason\":\"stop\"}");
  }

  @Test
  void rawEventsAreAsTheStandardDispatchesThem() {
    String stream =
        String.join(
            "",
            "\uFEFF: comment\r\n",
            "event: add\rdata: a\ndata: b\r\nid: 1\n\n",
            "data: c\n\n",
            "id: 2\0\ndata:  d\n\n",
            "event: lost\n\n",
            "retry: 1000\ndata\n\n",
            "id\ndata:e\n\n",
            "data: incomplete\n");

    Run run = parse(stream, "--raw");

    assertThat(run.lines)
        .containsExactly(
            "{\"event\":\"add\",\"data\":\"a\\nb\",\"id\":\"1\"}",
            "{\"event\":\"message\",\"data\":\"c\",\"id\":\"1\"}",
            "{\"event\":\"message\",\"data\":\" d\",\"id\":\"1\"}",
            "{\"retry\":1000}",
            "{\"event\":\"message\",\"data\":\"\",\"id\":\"1\"}",
            "{\"event\":\"message\",\"data\":\"e\",\"id\":\"\"}");
    assertThat(run.exitCode).as("no answer, so nothing that could be cut").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "7", "100000"})
  void chunksOfAnySizeGiveTheSame(String size) {
    String stream = CHUNK.formatted("é漢😀").repeat(20) + DONE;

    for (String[] options : new String[][] {{"--chunk", size}, {"--raw", "--chunk", size}}) {
      List<String> whole = options.length == 2 ? parse(stream).lines : parse(stream, "--raw").lines;
      assertThat(parse(stream, options).lines).isEqualTo(whole).hasSizeGreaterThan(20);
    }
  }

  @Test
  void timesAreMillisecondsSinceTheBeginning() {
    long[] now = {5_000_000};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParseCommand command =
        new ParseCommand(
            console(),
            input("data: a\n\ndata: b\n\n"),
            new PrintStream(out, false, UTF_8),
            () -> now[0] += 1_500_000);

    assertThat(new CommandLine(command).execute("--raw", "--time")).isZero();

    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "{\"event\":\"message\",\"data\":\"a\",\"id\":\"\",\"time\":1.5}",
            "{\"event\":\"message\",\"data\":\"b\",\"id\":\"\",\"time\":1.5}");
  }

  @Test
  void linesAreThereAsSoonAsTheirEventIs() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> shownBefore = new ArrayList<>();
    InputStream second =
        new InputStream() {
          @Override
          public int read() {
            shownBefore.add(out.toString(UTF_8));
            return -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };
    InputStream in = new SequenceInputStream(input(CHUNK.formatted("a")), second);
    ParseCommand command =
        new ParseCommand(console(), in, new PrintStream(out, false, UTF_8), System::nanoTime);

    new CommandLine(command).execute();

    assertThat(shownBefore.getFirst()).contains("{\"type\":\"message_delta\",\"delta\":\"a\"}\n");
  }

  @Test
  void exitCodeSaysHowTheStreamEnded() {
    String failed =
        "data: {\"error\":{\"message\":\"Overloaded\",\"type\":\"overloaded_error\"}}\n\n";
    for (String[] options : new String[][] {{}, {"--raw"}, {"--chunk", "1"}}) {
      assertThat(parse(CHUNK + DONE, options).exitCode).isZero();
      assertThat(parse(CHUNK + "data: [DONE]\n", options).exitCode).isEqualTo(3);
      assertThat(parse(CHUNK, options).exitCode).isEqualTo(3);
      assertThat(parse(CHUNK + failed, options).exitCode).isEqualTo(4);
      assertThat(parse(CHUNK + "data: {broken\n\n", options).exitCode).isEqualTo(1);
    }
    assertThat(parse(CHUNK).lines)
        .last()
        .asString()
        .startsWith("{\"type\":\"error\",\"code\":\"cut_off\",\"message\":\"");
    assertThat(parse(CHUNK + failed).lines)
        .last()
        .isEqualTo(
            "{\"type\":\"error\",\"code\":\"model_unavailable\",\"message\":"
                + "\"overloaded_error: Overloaded\",\"retryable\":true,\"partial\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html>\n<html>\n\n</html>\n",
        "Not found: nothing is here\n\n",
        "data, but not of a stream\n",
        "dates are",
        "<html>",
      })
  void whatIsNoStreamIsSaidAndNotTakenForACut(String input) {
    for (String[] options : new String[][] {{}, {"--raw"}, {"--chunk", "1"}}) {
      said.reset();
      Run run = parse(input, options);
      assertThat(run.exitCode).isEqualTo(StreamPrinter.NO_STREAM);
      assertThat(run.lines).isEmpty();
      assertThat(said.toString(UTF_8))
          .contains(
              "This is no stream of an answer.",
              "It begins with: ",
              "Expected: Server-Sent Events");
    }
  }

  @Test
  void aLongFirstLineThatIsCutIsCut() {
    String cut = "{\"type\":\"message_start\",\"message\":{\"content\":\"" + "x".repeat(400);
    assertThat(parse(cut).exitCode).isEqualTo(3);
    assertThat(parse(cut, "--raw").exitCode).isEqualTo(3);
  }

  @Test
  void aDocumentOfJsonIsNoStream() {
    assertThat(parse("{\"detail\":\"Not found\"}\n").exitCode).isEqualTo(5);
    assertThat(parse("{\n \"detail\": 1\n}\n").exitCode).isEqualTo(5);
    assertThat(said.toString(UTF_8)).contains("It begins with: { \"detail\": 1 }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\r\n",
        "\uFEFF",
        "d",
        "event",
        "event\n",
        "retr",
        ":",
        ": ping\n\n",
        "event: ping\ndata: {}\n\n",
        "data: {\"ch",
        "{\"type\":\"mes"
      })
  void aStreamThatIsCutBeforeItsAnswerIsCut(String input) {
    Run run = parse(input);
    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.lines).last().asString().contains("\"code\":\"cut_off\"");
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "d", ": ping\n\n", "data: {\"ch", "{", "{\"type\":\"mes"})
  void aRawStreamWithoutOneWholeEventIsCut(String input) {
    Run run = parse(input, "--raw");
    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.lines).hasSize(input.startsWith("{") ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "100"})
  void rawLinesOfJsonAreAsTheyCame(String size) {
    String stream = "\uFEFF\n{\"type\":\"weather\"}\r\n\n{\"done\":true}\n[not read]";

    Run run = parse(stream, "--raw", "--chunk", size);

    assertThat(run.lines)
        .containsExactly(
            "{\"data\":\"{\\\"type\\\":\\\"weather\\\"}\"}",
            "{\"data\":\"{\\\"done\\\":true}\"}",
            "{\"data\":\"[not read]\"}");
    assertThat(run.exitCode).isZero();
  }

  @Test
  void everyLineIsOneWrite() {
    List<String> writes = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes.add(String.valueOf((char) b));
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.add(new String(bytes, offset, length, UTF_8));
          }
        };
    String long1 = CHUNK.formatted("x".repeat(100_000));
    ParseCommand command =
        new ParseCommand(
            console(),
            input(CHUNK.formatted("a") + long1 + DONE),
            new PrintStream(out, false, UTF_8),
            System::nanoTime);

    new CommandLine(command).execute();

    assertThat(writes).hasSize(4).allMatch(write -> write.indexOf('\n') == write.length() - 1);
  }

  @Test
  void lineOverTheLimitIsToldInBothWays() {
    String tooLong = CHUNK + "data: " + "x".repeat(9 << 20) + "\n\n";

    assertThat(parse(tooLong).exitCode).isEqualTo(1);
    assertThat(parse(tooLong).lines).last().asString().contains("bad_stream", "line 3");
    assertThat(parse(tooLong, "--raw").exitCode).isEqualTo(1);
    assertThat(said.toString(UTF_8)).contains("The stream cannot be read: line 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--chunk=0",
        "--chunk=67108865",
        "--chunk=a",
        "--what",
        "ftp://x/",
        "file",
        "http:",
        "http://127.0.0.1:65536/",
        "--header=A: b",
        "--data={}",
      })
  void misuseIsSaid(String argument) {
    Run run = parse("", argument);

    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.lines).isEmpty();
    assertThat(said.toString(UTF_8)).contains("Usage: parse");
  }

  @Test
  void whatIsShownIsOneLineWithoutWhatATerminalObeys() {
    String hostile = " <h1>No\r\n\u001B]0;x\u0007 \u009B31m</h1>\u2028";
    assertThat(StreamBeginning.shown(hostile.getBytes(UTF_8))).isEqualTo("<h1>No ]0;x 31m</h1>");
  }

  private record Run(int exitCode, List<String> lines) {}

  private Run parse(String stream, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ParseCommand command =
        new ParseCommand(
            console(), input(stream), new PrintStream(out, false, UTF_8), System::nanoTime);
    int exitCode =
        new CommandLine(command).setErr(new PrintWriter(err, true, UTF_8)).execute(options);
    return new Run(exitCode, out.toString(UTF_8).lines().toList());
  }

  private Console console() {
    return Console.of(Language.ENGLISH, err, err);
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
