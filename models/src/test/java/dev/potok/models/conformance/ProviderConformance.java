package dev.potok.models.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.models.Continuation;
import dev.potok.models.ModelHttp;
import dev.potok.models.Pause;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.protocol.FinishReason;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter must do, against a server that speaks its wire. */
public abstract class ProviderConformance {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Long enough for the head of a response to come, on a busy machine too. */
  private static final Duration ENOUGH_FOR_A_RESPONSE = Duration.ofSeconds(2);

  private static final String KEY = "sk-very-secret";
  private static final Prompt PROMPT =
      new Prompt(
          "m1",
          "Be brief.",
          List.of(
              new Prompt.Turn.User("Hi"),
              new Prompt.Turn.Assistant("Hello"),
              new Prompt.Turn.User("Сколько будет 2+2? 🙂")));

  private final ProviderWire wire;
  private final ModelHttp http = ModelHttp.open();
  private final List<Duration> pauses = new ArrayList<>();
  private final RecordedOutput output = new RecordedOutput();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private ScriptedServer server;
  private ProviderSettings settings;

  /** The suite over one wire. */
  protected ProviderConformance(ProviderWire wire) {
    this.wire = wire;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    settings = ProviderSettings.of("test", server.url()).withApiKey(KEY);
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  // What comes.

  @Test
  void thinkingAndTextComeInOrderWithTheirCounts() throws Exception {
    stream(
        wire.begin(),
        wire.thinking("Дай "),
        wire.thinking("подумать."),
        wire.text("Че"),
        wire.text("тыре 🙂"),
        wire.end(FinishReason.STOP, 3, 7));

    assertThat(answer())
        .isEqualTo(new ModelCompletion(FinishReason.STOP, OptionalLong.of(7), OptionalLong.of(3)));
    assertThat(output.story()).isEqualTo("[thinking]Дай подумать.[text]Четыре 🙂");
  }

  @Test
  void eachPieceIsHandedOnWhenItComes() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin());
      connection.chunk(wire.text("one "));
      goOn.await();
      connection.chunk(wire.text("two"));
      connection.chunk(wire.end(FinishReason.STOP, 1, 2));
      connection.endStream();
    });
    Thread answering = answering();

    await().until(() -> output.text().equals("one "));
    goOn.countDown();

    answering.join();
    assertThat(output.text()).isEqualTo("one two");
    assertThat(thrown.get()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"STOP", "LENGTH"})
  void theReasonOfTheEndIsTold(FinishReason reason) throws Exception {
    stream(wire.begin(), wire.text("4"), wire.end(reason, 3, 1));

    assertThat(answer().finishReason()).isEqualTo(reason);
  }

  @Test
  void callsOfToolsAreHandedOn() throws Exception {
    stream(
        wire.begin(),
        wire.text("Let me add."),
        wire.toolCall("c1", "add", "{\"a\":2,\"b\":2}"),
        wire.end(FinishReason.TOOL_CALLS, 9, 5));

    ModelCompletion completion =
        provider()
            .answer(
                new Prompt("m1", "", List.of(new Prompt.Turn.User("2+2?")), "", toolOptions()),
                output);

    assertThat(completion.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(output.text()).isEqualTo("Let me add.");
    assertThat(output.wholeCalls()).containsExactly("add({\"a\":2,\"b\":2})");
    assertThat(output.toolCalls().getFirst().id()).isPresent();
  }

  @Test
  void anAnswerThatFinishedIsWholeEvenIfItsStreamBreaks() throws Exception {
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin() + wire.text("4"));
      connection.chunk(wire.end(FinishReason.STOP, 3, 1));
    });

    assertThat(answer().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(output.text()).isEqualTo("4");
  }

  // What is sent.

  @Test
  void theRequestCarriesInstructionsHistoryAndKey() throws Exception {
    streamFour();

    answer();

    ScriptedServer.Request request = server.requests.getFirst();
    assertThat(wire.key(request).sent()).isEqualTo(wire.key(request).expected());
    assertThat(request.header("Content-Type")).startsWith("application/json");
    ProviderWire.Sent sent = wire.sent(request);
    assertThat(sent.model()).isEqualTo("m1");
    assertThat(sent.instructions()).isEqualTo("Be brief.");
    assertThat(sent.messages())
        .containsExactly("user: Hi", "assistant: Hello", "user: Сколько будет 2+2? 🙂");
  }

  @Test
  void withoutInstructionsNoneAreSent() throws Exception {
    streamFour();

    provider().answer(new Prompt("m1", " ", List.of(new Prompt.Turn.User("Hi"))), output);

    ProviderWire.Sent sent = wire.sent(server.requests.getFirst());
    assertThat(sent.instructions()).isEmpty();
    assertThat(sent.messages()).containsExactly("user: Hi");
  }

  @Test
  void optionsAreSent() throws Exception {
    streamFour();
    ModelOptions options =
        new ModelOptions(
            OptionalDouble.of(0.5),
            OptionalDouble.of(0.75),
            OptionalInt.of(100),
            List.of("END", "###"),
            List.of(),
            ModelOptions.ToolChoice.AUTO);

    provider()
        .answer(new Prompt("m1", "", List.of(new Prompt.Turn.User("2+2?")), "", options), output);

    ProviderWire.Sent sent = wire.sent(server.requests.getFirst());
    assertThat(sent.temperature()).hasValue(0.5);
    assertThat(sent.topP()).hasValue(0.75);
    assertThat(sent.maxTokens()).hasValue(100);
    assertThat(sent.stop()).containsExactly("END", "###");
    assertThat(sent.tools()).isEmpty();
  }

  @Test
  void theLongestAnswerOfTheSettingsHoldsWhereThePromptNamesNone() throws Exception {
    settings = settings.withMaxTokens(77);
    streamFour();

    answer();

    assertThat(wire.sent(server.requests.getFirst()).maxTokens()).hasValue(77);
  }

  @Test
  void toolsTheirCallsAndTheirResultsAreSent() throws Exception {
    streamFour();

    provider()
        .answer(
            new Prompt(
                "m1",
                "",
                List.of(
                    new Prompt.Turn.User("2+2?"),
                    new Prompt.Turn.Assistant(
                        "", List.of(new Prompt.ToolCall("c1", "add", "{\"a\":2,\"b\":2}"))),
                    new Prompt.Turn.ToolResult("c1", "4")),
                "",
                toolOptions()),
            output);

    ProviderWire.Sent sent = wire.sent(server.requests.getFirst());
    assertThat(sent.messages())
        .containsExactly("user: 2+2?", "assistant: add({\"a\":2,\"b\":2})", "tool: 4");
    assertThat(sent.tools()).containsExactly("add", "now");
  }

  @Test
  void anUnfinishedAnswerIsGoneOnWithOnRequest() throws Exception {
    streamFour();

    provider()
        .answer(new Prompt("m1", "", List.of(new Prompt.Turn.User("2+2?")), "It is "), output);

    assertThat(wire.sent(server.requests.getFirst()).messages())
        .hasSize(3)
        .first()
        .isEqualTo("user: 2+2?");
    assertThat(wire.sent(server.requests.getFirst()).messages().get(1))
        .startsWith("assistant: It is");
    assertThat(wire.sent(server.requests.getFirst()).messages().get(2))
        .isEqualTo("user: " + Continuation.REQUEST);
  }

  // Stops.

  @Test
  void aStopBeforeTheResponseClosesTheConnection() throws Exception {
    server.then(this::saysNothingMore);

    assertStops(answering());
  }

  @Test
  void aStopBeforeTheFirstTokenClosesTheConnection() throws Exception {
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(": still loading\n\n" + wire.begin());
      saysNothingMore(connection);
    });

    assertStops(answering());
  }

  @Test
  void aStopInTheMiddleClosesTheConnectionAndKeepsTheText() throws Exception {
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin() + wire.text("one "));
      saysNothingMore(connection);
    });
    Thread answering = answering();
    await().until(() -> output.text().equals("one "));

    assertStops(answering);
    assertThat(output.text()).isEqualTo("one ");
  }

  @Test
  void aStopWhileTokensPourInClosesTheConnection() throws Exception {
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin());
      Thread.ofPlatform().daemon().start(() -> saysNothingMore(connection));
      while (closed.getCount() > 0) {
        connection.chunk(wire.text("again "));
      }
    });
    Thread answering = answering();
    await().until(() -> !output.text().isEmpty());

    assertStops(answering);
  }

  @Test
  void whatTheOutputThrowsEndsTheAnswerAndClosesTheConnection() throws Exception {
    settings = settings.withSilenceTimeout(ENOUGH_FOR_A_RESPONSE);
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin() + wire.text("one "));
      saysNothingMore(connection);
    });
    IllegalStateException full = new IllegalStateException("no room for more");

    assertThatThrownBy(() -> provider().answer(PROMPT, new RefusingOutput(full))).isSameAs(full);
    assertThat(closed.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  void whatTheOutputThrowsIsToldThoughTheAnswerIsWhole() {
    stream(wire.begin(), wire.text("one ") + wire.end(FinishReason.STOP, 3, 1));
    IllegalStateException full = new IllegalStateException("no room for more");

    assertThatThrownBy(() -> provider().answer(PROMPT, new RefusingOutput(full))).isSameAs(full);
  }

  @Test
  void aStopDuringTheWaitForARetryEndsIt() throws Exception {
    server.thenRespond(429, "text/plain", "slow down", "Retry-After: 5");
    CountDownLatch pausing = new CountDownLatch(1);
    Retries retries =
        new Retries(
            new Random(1),
            _ -> {
              pausing.countDown();
              Pause.SLEEP.of(Duration.ofMinutes(1));
            });
    Thread answering = answering(retries);
    assertThat(pausing.await(10, TimeUnit.SECONDS)).isTrue();

    answering.interrupt();

    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  // Waits that end.

  @Test
  void noResponseInTimeIsATimeout() throws Exception {
    settings = settings.withFirstTokenTimeout(SHORT);
    server.then(this::saysNothingMore);

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.detail()).isEqualTo("no response within 0.2 s");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void noTokenInTimeIsATimeoutWhateverElseComes() throws Exception {
    settings = settings.withFirstTokenTimeout(ENOUGH_FOR_A_RESPONSE);
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(": still loading\n\n" + wire.begin());
      saysNothingMore(connection);
    });

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.detail()).isEqualTo("no token within 2.0 s");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void silenceAfterTheFirstTokenEndsTheAnswer() throws Exception {
    settings = settings.withSilenceTimeout(SHORT);
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin() + wire.text("one "));
      saysNothingMore(connection);
    });

    assertThat(failure().kind()).isEqualTo(Kind.SILENT);
    assertThat(output.text()).isEqualTo("one ");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void silenceAfterTheFinishIsAnEnd() throws Exception {
    settings = settings.withSilenceTimeout(SHORT);
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin() + wire.text("one") + wire.end(FinishReason.STOP, 1, 1));
      saysNothingMore(connection);
    });

    answer();

    assertThat(output.text()).isEqualTo("one");
  }

  // Failures.

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, UNAUTHORIZED",
    "404, NOT_FOUND",
    "400, REFUSED",
    "413, REFUSED",
    "429, RATE_LIMITED",
    "500, UNAVAILABLE",
    "501, UNAVAILABLE"
  })
  void eachStatusHasItsKindAndIsAskedOnce(int status, Kind kind) {
    server.thenRespond(status, "application/json", wire.refusal("no way"));

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo("HTTP " + status + ": no way");
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void theKeyIsNotInAnErrorThatRepeatsIt() {
    server.thenRespond(401, "application/json", wire.refusal("Bad key " + KEY + " given"));

    assertThat(failure()).hasMessageNotContaining(KEY).hasMessageContaining("Bad key … given");
  }

  @Test
  void theKeyIsNotInAnErrorInTheMiddleThatRepeatsIt() {
    stream(wire.begin(), wire.text("4"), wire.error("Bad key " + KEY + "\ngiven"));

    assertThat(failure()).hasMessageNotContaining(KEY).hasMessageContaining("Bad key … given");
  }

  @Test
  void aLongWaitIsToldNotWaited() {
    server.thenRespond(429, "application/json", wire.refusal("slow down"), "Retry-After: 90");

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90));
    assertThat(failure.detail()).isEqualTo("HTTP 429: slow down");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aShortWaitIsWaited() throws Exception {
    server.thenRespond(429, "application/json", wire.refusal("slow down"), "Retry-After: 2");
    streamFour();

    answer();

    assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    assertThat(output.text()).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504, 529})
  void anUnavailableServerIsAskedThreeTimes(int status) {
    for (int i = 0; i < 3; i++) {
      server.thenRespond(status, "application/json", wire.refusal("busy"));
    }

    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(server.requests).hasSize(3);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void aConnectionThatBreaksBeforeTheResponseIsTriedAgain() throws Exception {
    server.then(_ -> {});
    streamFour();

    answer();

    assertThat(output.text()).isEqualTo("4");
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void aConnectionThatBreaksInTheMiddleIsCutOffAndNotTriedAgain() {
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(wire.begin() + wire.text("4"));
    });

    assertThat(failure().kind()).isEqualTo(Kind.CUT_OFF);
    assertThat(output.text()).isEqualTo("4");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aStreamThatClosesWithoutAFinishIsCutOff() {
    stream(wire.begin(), wire.text("4"));

    assertThat(failure().kind()).isEqualTo(Kind.CUT_OFF);
    assertThat(output.text()).isEqualTo("4");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void anErrorInTheMiddleIsToldAfterTheTextBeforeIt() {
    stream(wire.begin(), wire.text("4"), wire.error("the GPU fell off"));

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.detail()).contains("the GPU fell off");
    assertThat(output.text()).isEqualTo("4");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aStreamThatIsNotJsonIsABadResponse() {
    stream(wire.begin(), wire.text("4"), wire.halfAnEvent());

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(output.text()).isEqualTo("4");
  }

  @Test
  void aPageInsteadOfAStreamIsABadResponse() {
    server.thenRespond(200, "text/html; charset=utf-8", "<html>Log in</html>");

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void anAnswerInOnePieceIsABadResponse() {
    server.thenRespond(200, "application/json", wire.whole("4"));

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure.detail()).contains("application/json", "text/event-stream");
  }

  @Test
  void anErrorInsteadOfAStreamIsTold() {
    server.thenRespond(200, "application/json", wire.refusal("out of memory"));

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.detail()).isEqualTo("out of memory");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    settings = ProviderSettings.of("test", URI.create("http://127.0.0.1:" + port + "/v1"));

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.detail()).startsWith("cannot connect to 127.0.0.1:" + port);
    assertThat(pauses).hasSize(2);
  }

  // Models.

  @Test
  void modelsAreListed() throws Exception {
    server.thenRespond(200, "application/json", wire.models("a", "b"));

    assertThat(provider().models()).extracting(ModelInfo::id).containsExactly("a", "b");
    ScriptedServer.Request request = server.requests.getFirst();
    assertThat(request.line()).isEqualTo(wire.modelsCall());
    assertThat(wire.key(request).sent()).isEqualTo(wire.key(request).expected());
  }

  @Test
  void configuredModelsAreNotAskedFor() throws Exception {
    settings = settings.withModels(List.of("x"));

    assertThat(provider().models()).containsExactly(new ModelInfo("x", "x"));
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aRefusedListHasItsKind() {
    server.thenRespond(401, "application/json", wire.refusal("key, please"));

    ModelException failure = catchThrowableOfType(ModelException.class, () -> provider().models());

    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure.detail()).isEqualTo("HTTP 401: key, please");
  }

  private static ModelOptions toolOptions() {
    return new ModelOptions(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        List.of(),
        List.of(
            new ModelOptions.Tool(
                "add",
                "Adds two numbers.",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"},"
                    + "\"b\":{\"type\":\"number\"}},\"required\":[\"a\"]}"),
            new ModelOptions.Tool("now", "", "")),
        new ModelOptions.ToolChoice(ModelOptions.ToolChoice.Kind.AUTO, Optional.empty()));
  }

  /** The next request gets a stream with these contents, each in its own chunk. */
  private void stream(String... events) {
    server.then(connection -> {
      connection.beginStream();
      for (String event : events) {
        if (!event.isEmpty()) {
          connection.chunk(event);
        }
      }
      connection.endStream();
    });
  }

  private void streamFour() {
    stream(wire.begin(), wire.text("4"), wire.end(FinishReason.STOP, 3, 1));
  }

  /** The server's side of a wait: what is here shows in {@link #waiting} and {@link #closed}. */
  private void saysNothingMore(ScriptedServer.Connection connection) {
    waiting.countDown();
    connection.awaitClosed(closed);
  }

  private void assertStops(Thread answering) throws InterruptedException {
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

    answering.interrupt();

    assertThat(closed.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(server.requests).hasSize(1);
  }

  private Thread answering() {
    return answering(new Retries(new Random(1), Pause.SLEEP));
  }

  private Thread answering(Retries retries) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            wire.open(settings, http, retries).answer(PROMPT, output);
          } catch (InterruptedException | RuntimeException e) {
            thrown.set(e);
          }
        });
  }

  private ModelProvider provider() {
    return wire.open(settings, http, new Retries(new Random(1), pauses::add));
  }

  private ModelCompletion answer() throws InterruptedException {
    return provider().answer(PROMPT, output);
  }

  private ModelException failure() {
    return catchThrowableOfType(ModelException.class, this::answer);
  }
}
