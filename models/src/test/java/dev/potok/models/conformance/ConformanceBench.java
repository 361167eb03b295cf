package dev.potok.models.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.models.ModelHttp;
import dev.potok.models.Pause;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.protocol.FinishReason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** An adapter, a server that speaks its wire, and what came of an answer. One check long. */
final class ConformanceBench implements AutoCloseable {

  /** A stop closes the model's connection in this time. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(1);

  static final Duration SHORT = Duration.ofMillis(200);

  /** Longer than the signs of life of a process that is silent lie apart. */
  static final Duration SILENCE = Duration.ofMillis(600);

  /** Long enough for the head of a response to come, on a busy machine too. */
  static final Duration ENOUGH_FOR_A_RESPONSE = Duration.ofSeconds(2);

  static final String KEY = "sk-very-secret";

  static final Prompt PROMPT =
      new Prompt(
          "m1",
          "Be brief.",
          List.of(
              new Prompt.Turn.User("Hi"),
              new Prompt.Turn.Assistant("Hello"),
              new Prompt.Turn.User("Сколько будет 2+2? 🙂")));

  final ProviderWire wire;
  final ScriptedServer server = new ScriptedServer();
  final List<Duration> pauses = new ArrayList<>();
  final RecordedOutput output = new RecordedOutput();
  final CountDownLatch closed = new CountDownLatch(1);
  final AtomicReference<Throwable> thrown = new AtomicReference<>();
  ProviderSettings settings;

  private final ModelHttp http = ModelHttp.open();
  private final CountDownLatch waiting = new CountDownLatch(1);

  ConformanceBench(ProviderWire wire) throws IOException {
    this.wire = wire;
    this.settings = settingsFor(server.url()).withApiKey(KEY);
  }

  @Override
  public void close() throws IOException {
    http.close();
    server.close();
  }

  /** Settings without a key for a server at an address. */
  ProviderSettings settingsFor(URI url) {
    ProviderSettings bare = ProviderSettings.of("test", url);
    return can(Capability.MODEL_LIST) ? bare : bare.withModels(List.of("m1"));
  }

  /** The adapter under test, whose waits are written down instead of waited. */
  ModelProvider provider() {
    return provider(new Retries(new Random(1), pauses::add));
  }

  private ModelProvider provider(Retries retries) {
    return wire.open(settings, http, retries);
  }

  ModelCompletion answer() throws InterruptedException {
    return answer(PROMPT);
  }

  ModelCompletion answer(Prompt prompt) throws InterruptedException {
    return answer(prompt, output);
  }

  ModelCompletion answer(Prompt prompt, ModelOutput to) throws InterruptedException {
    return provider().answer(prompt, to);
  }

  ModelException failure() {
    return failure(PROMPT);
  }

  ModelException failure(Prompt prompt) {
    return catchThrowableOfType(ModelException.class, () -> answer(prompt));
  }

  /** An answer on a thread of its own; what it throws shows in {@link #thrown}. */
  Thread answering() {
    return answering(new Retries(new Random(1), Pause.SLEEP));
  }

  Thread answering(Retries retries) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            provider(retries).answer(PROMPT, output);
          } catch (InterruptedException | RuntimeException e) {
            thrown.set(e);
          }
        });
  }

  /** The next request gets a stream with these contents, each in its own chunk. */
  void stream(String... events) {
    server.then(connection -> {
      begin(connection);
      for (String event : events) {
        if (!event.isEmpty()) {
          chunk(connection, event);
        }
      }
      connection.endStream();
    });
  }

  /** The next request gets a whole answer of one token. */
  void streamFour() {
    stream(wire.begin(), wire.text("4"), wire.end(FinishReason.STOP, 3, 1));
  }

  void begin(ScriptedServer.Connection connection) throws IOException {
    connection.beginStream(wire.streamType());
  }

  void chunk(ScriptedServer.Connection connection, String events) throws IOException {
    connection.chunk(wire.bytes(events));
  }

  /** The server's side of a wait: what is here shows to {@link #assertStops}. */
  void saysNothingMore(ScriptedServer.Connection connection) {
    waiting.countDown();
    connection.awaitClosed(closed);
  }

  /** Stops an answer that waits for the server. */
  void assertStops(Thread answering) throws InterruptedException {
    assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

    answering.interrupt();

    assertThat(closed.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(server.requests).hasSize(1);
  }

  ScriptedServer.Request request() {
    return server.requests.getFirst();
  }

  ProviderWire.Sent sent() {
    return wire.sent(request());
  }

  /** The wire, if it is that of a server. */
  ServerWire serverWire() {
    return (ServerWire) wire;
  }

  /** Comes before a break, where this must not outrun what was said before it. */
  void awaitText(String text) {
    if (!can(Capability.UNREAD_TEXT_SURVIVES)) {
      await().until(() -> output.text().equals(text));
    }
  }

  boolean can(Capability capability) {
    return wire.capabilities().contains(capability);
  }

  static Prompt question(String instructions, String content) {
    return new Prompt("m1", instructions, List.of(new Prompt.Turn.User(content)));
  }

  static Prompt question(ModelOptions options) {
    return new Prompt("m1", "", List.of(new Prompt.Turn.User("2+2?")), "", options);
  }

  /** Options with two tools on offer. */
  static ModelOptions toolOptions(ModelOptions.ToolChoice.Kind kind, Optional<String> name) {
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
        new ModelOptions.ToolChoice(kind, name));
  }
}
