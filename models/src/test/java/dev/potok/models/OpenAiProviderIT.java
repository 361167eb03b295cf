package dev.potok.models;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.models.conformance.RecordedOutput;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProviderIT {
  private static final Prompt PROMPT = new Prompt("m1", "", List.of(new Prompt.Turn.User("2+2?")));

  private final ModelHttp http = ModelHttp.open();
  private final List<Duration> pauses = new ArrayList<>();
  private final RecordedOutput output = new RecordedOutput();
  private ScriptedServer server;
  private ProviderSettings settings;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    settings = ProviderSettings.of("test", server.url());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void theRequestIsOneForAStreamThatCountsTokens() throws Exception {
    server.thenStream(Chunks.text("4"), Chunks.finish("stop"), Chunks.DONE);

    answer();

    ScriptedServer.Request request = server.requests.getFirst();
    assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(request.header("Accept")).isEqualTo("text/event-stream");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    JsonFields body = JsonFields.parse(request.body());
    assertThat(body.bool("stream", false)).isTrue();
    assertThat(body.object("stream_options").bool("include_usage", false)).isTrue();
  }

  @Test
  void withoutAKeyNoneIsSent() throws Exception {
    server.thenStream(Chunks.text("4"), Chunks.finish("stop"), Chunks.DONE);

    answer();

    assertThat(server.requests.getFirst().header("Authorization")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning_content", "reasoning"})
  void reasoningIsThinking(String field) throws Exception {
    server.thenStream(
        Chunks.delta(field, "Let me "),
        Chunks.delta(field, "see."),
        Chunks.text("4"),
        Chunks.finish("length"),
        Chunks.DONE);

    assertThat(answer()).isEqualTo(new ModelCompletion(FinishReason.LENGTH, OptionalLong.empty()));
    assertThat(output.thinking()).isEqualTo("Let me see.");
    assertThat(output.text()).isEqualTo("4");
  }

  @Test
  void taggedContentIsThinking() throws Exception {
    server.thenStream(
        Chunks.text("<thi"),
        Chunks.text("nk>Let me see.</"),
        Chunks.text("think>\n\n4"),
        Chunks.finish("stop"),
        Chunks.DONE);

    answer();

    assertThat(output.thinking()).isEqualTo("Let me see.");
    assertThat(output.text()).isEqualTo("4");
  }

  @Test
  void noMoreThanTheBeginningOfAnErrorIsReadAndShown() {
    server.then(connection -> {
      connection.write("HTTP/1.1 500 Oops\r\nContent-Type: text/plain\r\n\r\n");
      connection.write("x".repeat(ModelCalls.MAX_ERROR_BYTES));
      Thread.currentThread().join();
    });

    assertThat(failure().detail()).hasSizeLessThan(ErrorDetail.MAX_CHARACTERS + 20);
  }

  @Test
  void aPageOfAProxyIsNotShown() {
    server.thenRespond(500, "text/html", "<html><body>Bad</body></html>");

    assertThat(failure().detail()).isEqualTo("HTTP 500");
  }

  @Test
  void aDateToComeBackIsUnderstood() {
    server.thenRespond(
        429, "text/plain", "slow down", "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT");

    assertThat(failure().retryAfter())
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(10_000)));
  }

  @Test
  void aServerWithoutTlsIsUnavailableAndSaysTls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      settings =
          ProviderSettings.of("test", URI.create("https://127.0.0.1:" + plain.getLocalPort()));
      Thread.ofVirtual().start(() -> answerInPlainText(plain));

      ModelException failure = failure();

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.detail()).contains("TLS");
      assertThat(pauses).isEmpty();
    }
  }

  private static void answerInPlainText(ServerSocket listener) {
    try (Socket socket = listener.accept()) {
      // After the client's greeting: the client may miss what comes before it has sent that.
      assertThat(socket.getInputStream().read()).isNotNegative();
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client has gone.
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    server.thenRespond(307, "text/plain", "", "Location: https://elsewhere.example/v1");

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure.detail())
        .contains("redirects to https://elsewhere.example/v1", "not followed");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aStreamOfSomethingElseIsABadResponse() {
    server.thenStream("{\"weather\":\"fine\"}");

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void aServerThatCannotCountTokensIsAskedWithout() throws Exception {
    server
        .thenRespond(
            400,
            "application/json",
            "{\"error\":{\"message\":\"Unrecognized request argument: stream_options\"}}")
        .thenStream(Chunks.text("4"), Chunks.finish("stop"), Chunks.DONE)
        .thenStream(Chunks.text("5"), Chunks.finish("stop"), Chunks.DONE);
    HttpModelProvider provider = provider();

    provider.answer(PROMPT, output);
    provider.answer(PROMPT, output);

    assertThat(output.text()).isEqualTo("45");
    assertThat(server.requests)
        .extracting(request -> JsonFields.parse(request.body()).has("stream_options"))
        .containsExactly(true, false, false);
  }

  @Test
  void aServerThatTakesNeitherTheCountNorTheOlderLimitIsAskedAsItWants() throws Exception {
    ModelOptions options =
        new ModelOptions(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.of(9),
            List.of(),
            List.of(),
            ModelOptions.ToolChoice.AUTO);
    Prompt limited = new Prompt("m1", "", PROMPT.messages(), "", options);
    server
        .thenRespond(
            400,
            "application/json",
            "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this"
                + " model. Use 'max_completion_tokens' instead.\"}}")
        .thenRespond(
            422, "application/json", "{\"error\":{\"message\":\"stream_options is unknown\"}}")
        .thenStream(Chunks.text("4"), Chunks.finish("stop"), Chunks.DONE)
        .thenStream(Chunks.text("5"), Chunks.finish("stop"), Chunks.DONE);
    HttpModelProvider provider = provider();

    provider.answer(limited, output);
    provider.answer(limited, output);

    assertThat(output.text()).isEqualTo("45");
    assertThat(server.requests)
        .extracting(request -> {
          JsonFields body = JsonFields.parse(request.body());
          return (body.has("stream_options") ? "count " : "")
              + (body.has("max_tokens") ? "old" + body.int64("max_tokens") : "")
              + (body.has("max_completion_tokens")
                  ? "new" + body.int64("max_completion_tokens")
                  : "");
        })
        .containsExactly("count old9", "count new9", "new9", "new9");
  }

  @Test
  void aServerThatRefusesTheLimitForAnotherReasonIsNotAskedForEver() {
    String refusal = "{\"error\":{\"message\":\"max_completion_tokens is too large\"}}";
    for (int i = 0; i < 3; i++) {
      server.thenRespond(400, "application/json", refusal);
    }

    assertThatThrownBy(() -> provider().answer(PROMPT, output))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("too large");
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void aListWithoutAnEndIsRefused() {
    server.then(connection -> {
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
      String piece = " ".repeat(64 * 1024);
      for (int sent = 0; sent <= ModelCalls.MAX_LIST_BYTES; sent += piece.length()) {
        connection.write(piece);
      }
    });

    assertThatThrownBy(() -> provider().models())
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE));
  }

  private HttpModelProvider provider() {
    return HttpModelProvider.openAi(settings, http, new Retries(new Random(1), pauses::add));
  }

  private ModelCompletion answer() throws InterruptedException {
    return provider().answer(PROMPT, output);
  }

  private ModelException failure() {
    return catchThrowableOfType(ModelException.class, this::answer);
  }
}
