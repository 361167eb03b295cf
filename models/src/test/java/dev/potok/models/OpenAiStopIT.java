package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.Prompt;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a wait for the model comes to its end: by a stop, or by a time limit. */
class OpenAiStopIT {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
  private static final Prompt PROMPT = new Prompt("m1", "", List.of(new Prompt.Turn.User("Hi")));

  private final ModelHttp http = ModelHttp.open();
  private final RecordedOutput output = new RecordedOutput();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<Throwable> thrown = new AtomicReference<>();
  private ScriptedServer server;
  private OpenAiSettings settings;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    settings = OpenAiSettings.of("test", server.url());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void aStopBeforeTheResponseClosesTheConnection() throws Exception {
    server.then(this::saysNothingMore);

    assertStops(answering());
  }

  @Test
  void aStopBeforeTheFirstTokenClosesTheConnection() throws Exception {
    server.then(connection -> {
      connection.beginStream();
      connection.chunk(": still loading\n\n");
      saysNothingMore(connection);
    });

    assertStops(answering());
  }

  @Test
  void aStopInTheMiddleClosesTheConnectionAndKeepsTheText() throws Exception {
    server.then(connection -> {
      connection.beginStream();
      connection.event(Chunks.text("one "));
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
      Thread.ofPlatform().daemon().start(() -> saysNothingMore(connection));
      while (closed.getCount() > 0) {
        connection.event(Chunks.text("again "));
      }
    });
    Thread answering = answering();
    await().until(() -> !output.text().isEmpty());

    assertStops(answering);
  }

  @Test
  void aStopDuringTheWaitForARetryEndsIt() throws Exception {
    server.thenRespond(429, "text/plain", "slow down", "Retry-After: 5");
    CountDownLatch pausing = new CountDownLatch(1);
    Retries retries =
        new Retries(
            new Random(1),
            time -> {
              pausing.countDown();
              Pause.SLEEP.of(Duration.ofMinutes(1));
            });
    Thread answering = answering(retries);
    assertThat(pausing.await(10, TimeUnit.SECONDS)).isTrue();

    answering.interrupt();

    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void noResponseInTimeIsATimeout() throws Exception {
    settings = settings.withFirstTokenTimeout(Duration.ofMillis(200));
    server.then(this::saysNothingMore);

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.detail()).isEqualTo("no response within 0.2 s");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void noTokenInTimeIsATimeoutWhateverElseComes() throws Exception {
    settings = settings.withFirstTokenTimeout(Duration.ofSeconds(2));
    server.then(connection -> {
      connection.beginStream();
      connection.event(Chunks.delta("role", "assistant"));
      saysNothingMore(connection);
    });

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.detail()).isEqualTo("no token within 2.0 s");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void silenceAfterTheFirstTokenEndsTheAnswer() throws Exception {
    settings = settings.withSilenceTimeout(Duration.ofMillis(200));
    server.then(connection -> {
      connection.beginStream();
      connection.event(Chunks.text("one "));
      saysNothingMore(connection);
    });

    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.SILENT);
    assertThat(output.text()).isEqualTo("one ");
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void silenceAfterTheFinishIsAnEnd() throws Exception {
    settings = settings.withSilenceTimeout(Duration.ofMillis(200));
    server.then(connection -> {
      connection.beginStream();
      connection.event(Chunks.text("one"));
      connection.event(Chunks.finish("stop"));
      saysNothingMore(connection);
    });

    provider(new Retries(new Random(1), Pause.SLEEP)).answer(PROMPT, output);

    assertThat(output.text()).isEqualTo("one");
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
            provider(retries).answer(PROMPT, output);
          } catch (InterruptedException | ModelException e) {
            thrown.set(e);
          }
        });
  }

  private ModelException failure() {
    return catchThrowableOfType(
        ModelException.class,
        () -> provider(new Retries(new Random(1), Pause.SLEEP)).answer(PROMPT, output));
  }

  private OpenAiProvider provider(Retries retries) {
    return new OpenAiProvider(settings, http, retries);
  }
}
