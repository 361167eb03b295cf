package dev.potok.cli;

import static dev.potok.cli.OpenAiCalls.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections to the OpenAI-compatible endpoint: those that end, those that end only what they
 * send, and those of HTTP/1.0.
 */
@Timeout(60)
class OpenAiConnectionIT {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(1);
  private static final String STREAM = body("\"stream\":true");
  private static final String WHOLE = body("");

  @TempDir Path folder;
  private TestServer server;
  private OpenAiCalls calls;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder, "answers:", "  shutdown-grace: 0s");
    calls = new OpenAiCalls(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"1.1,0", "1.1,1", "1.0,0", "1.0,1"})
  void aClientThatGoesEndsItsModelsAnswerInAStream(String version, int tokensBefore)
      throws Exception {
    server.model().script(Script.numbered(5).held());
    Socket socket = calls.open(version, STREAM);
    RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
    asked.releaseTokens(tokensBefore);
    await().until(() -> asked.tokensSent() == tokensBefore);
    socket.close();
    assertThat(asked.awaitClosedByClient(STOP_WITHIN)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "1.0"})
  void aClientThatGoesEndsItsModelsAnswerWhereItWantedAWholeOne(String version) throws Exception {
    server.model().script(Script.numbered(5).held());
    Socket socket = calls.open(version, WHOLE);
    RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
    socket.close();
    assertThat(asked.awaitClosedByClient(STOP_WITHIN)).isTrue();
  }

  @Test
  void aClientThatOnlySendsNoMoreHasItsWholeAnswer() throws Exception {
    server.model().script(Script.numbered(3).held());
    try (Socket socket = calls.open("1.1", WHOLE)) {
      RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
      socket.shutdownOutput();
      BufferedReader lines = lines(socket);
      // It is asked whether it is there, more than once, and is.
      for (int i = 0; i < 3; i++) {
        assertThat(lines.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(lines.readLine()).isEmpty();
      }
      asked.releaseTokens(3);
      assertThat(lines.lines())
          .contains("HTTP/1.1 200 OK")
          .last()
          .asString()
          .contains("\"content\":\"t1 t2 t3\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"1.1,0", "1.1,1", "1.0,0", "1.0,1"})
  void aClientThatOnlySendsNoMoreHasItsStream(String version, int tokensBefore) throws Exception {
    server.model().script(Script.numbered(3).held());
    try (Socket socket = calls.open(version, STREAM)) {
      RecordedRequest asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
      asked.releaseTokens(tokensBefore);
      await().until(() -> asked.tokensSent() == tokensBefore);
      socket.shutdownOutput();
      BufferedReader lines = lines(socket);
      for (int i = 0; i < 3; i++) {
        awaitLine(lines, ": ping");
      }
      asked.releaseTokens(3 - tokensBefore);
      awaitLine(lines, "\"content\":\" t3\"");
      awaitLine(lines, "data: [DONE]");
    }
  }

  @Test
  void aClientOfHttp10HasItsResponseWithoutChunks() throws Exception {
    server.model().script(Script.numbered(3));
    try (Socket socket = calls.open("1.0", STREAM)) {
      String response = new String(socket.getInputStream().readAllBytes(), UTF_8);
      String head = response.substring(0, response.indexOf("\r\n\r\n") + 4);
      assertThat(head)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("\r\nconnection: close\r\n")
          .containsIgnoringCase("\r\nx-accel-buffering: no\r\n")
          .doesNotContainIgnoringCase("transfer-encoding");
      String stream = response.substring(head.length());
      assertThat(stream).startsWith("data: {").endsWith("\n\ndata: [DONE]\n\n");
      assertThat(stream.lines()).allMatch(line -> line.isEmpty() || line.startsWith("data: "));
    }
    try (Socket socket = calls.open("1.0", WHOLE)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("\"content\":\"t1 t2 t3\"")
          .endsWith("}");
    }
  }

  @Test
  void aConnectionServesOneCallAfterTheOther() throws Exception {
    server.model().script(Script.numbered(3));
    try (Socket socket = calls.open("1.1", STREAM)) {
      BufferedReader lines = lines(socket);
      for (int i = 0; i < 3; i++) {
        for (String line = lines.readLine(); !line.equals("data: [DONE]"); ) {
          line = lines.readLine();
        }
        while (!lines.readLine().equals("0")) {
          // The rest of the last chunk.
        }
        assertThat(lines.readLine()).isEmpty();
        socket.getOutputStream().write(OpenAiCalls.bytes("1.1", STREAM));
      }
      // And two at once: the second waits for the end of the first.
      socket.getOutputStream().write(OpenAiCalls.bytes("1.1", STREAM));
      int ends = 0;
      while (ends < 2) {
        ends += lines.readLine().equals("data: [DONE]") ? 1 : 0;
      }
    }
  }

  @Test
  void whenTheServerEndsItsStreamsEndWithAnErrorAndNewCallsAreRefused() throws Exception {
    server.model().script(Script.numbered(5).held());
    CompletableFuture<HttpResponse<InputStream>> running =
        CompletableFuture.supplyAsync(() -> openStream());
    server.model().awaitCompletion(1, Duration.ofSeconds(10)).releaseTokens(1);
    InputStream stream = running.get().body();
    server.endServer();
    assertThat(new String(stream.readAllBytes(), UTF_8))
        .contains("\"code\":\"shutting_down\"")
        .doesNotContain("[DONE]");
  }

  private HttpResponse<InputStream> openStream() {
    try {
      return server.open(calls.request(STREAM));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BufferedReader lines(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static void awaitLine(BufferedReader lines, String part) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(part)) {
        return;
      }
    }
    throw new AssertionError("the stream has ended without " + part);
  }
}
