package dev.potok.models.conformance;

import static dev.potok.models.conformance.ConformanceBench.KEY;
import static dev.potok.models.conformance.ConformanceBench.PROMPT;
import static dev.potok.models.conformance.ConformanceBench.SHORT;
import static dev.potok.models.conformance.ConformanceBench.STOP_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.models.Pause;
import dev.potok.models.Retries;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a server of a provider can do: refuse, be away or busy, speak no sense. */
interface ServerChecks {

  @Test
  default void theRequestCarriesItsKey(ConformanceBench bench) throws Exception {
    bench.streamFour();

    bench.answer();

    ScriptedServer.Request request = bench.request();
    assertThat(bench.serverWire().key(request).sent())
        .isEqualTo(bench.serverWire().key(request).expected());
    assertThat(request.header("Content-Type")).startsWith("application/json");
  }

  @Test
  default void theLongestAnswerOfTheSettingsHoldsWhereThePromptNamesNone(ConformanceBench bench)
      throws Exception {
    bench.settings = bench.settings.withMaxTokens(77);
    bench.streamFour();

    bench.answer();

    assertThat(bench.sent().maxTokens()).hasValue(77);
  }

  @Test
  default void aStopDuringTheWaitForARetryEndsIt(ConformanceBench bench) throws Exception {
    bench.server.thenRespond(429, "text/plain", "slow down", "Retry-After: 5");
    CountDownLatch pausing = new CountDownLatch(1);
    Retries retries =
        new Retries(
            new Random(1),
            _ -> {
              pausing.countDown();
              Pause.SLEEP.of(Duration.ofMinutes(1));
            });
    Thread answering = bench.answering(retries);
    assertThat(pausing.await(10, TimeUnit.SECONDS)).isTrue();

    answering.interrupt();

    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(bench.thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  default void noResponseInTimeIsATimeout(ConformanceBench bench) throws Exception {
    bench.settings = bench.settings.withFirstTokenTimeout(SHORT);
    bench.server.then(bench::saysNothingMore);

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.detail()).isEqualTo("no response within 0.2 s");
    assertThat(bench.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(bench.server.requests).hasSize(1);
  }

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
  default void eachStatusHasItsKindAndIsAskedOnce(int status, Kind kind, ConformanceBench bench) {
    bench.server.thenRespond(status, "application/json", bench.serverWire().refusal("no way"));

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.detail()).isEqualTo("HTTP " + status + ": no way");
    assertThat(failure.retryAfter()).isEmpty();
    assertThat(bench.server.requests).hasSize(1);
  }

  @Test
  default void theKeyIsNotInAnErrorThatRepeatsIt(ConformanceBench bench) {
    bench.server.thenRespond(
        401, "application/json", bench.serverWire().refusal("Bad key " + KEY + " given"));

    assertThat(bench.failure())
        .hasMessageNotContaining(KEY)
        .hasMessageContaining("Bad key … given");
  }

  @Test
  default void theKeyIsNotInAnErrorInTheMiddleThatRepeatsIt(ConformanceBench bench) {
    bench.stream(
        bench.wire.begin(), bench.wire.text("4"), bench.wire.error("Bad key " + KEY + "\ngiven"));

    assertThat(bench.failure())
        .hasMessageNotContaining(KEY)
        .hasMessageContaining("Bad key … given");
  }

  @Test
  default void aLongWaitIsToldNotWaited(ConformanceBench bench) {
    bench.server.thenRespond(
        429, "application/json", bench.serverWire().refusal("slow down"), "Retry-After: 90");

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(90));
    assertThat(failure.detail()).isEqualTo("HTTP 429: slow down");
    assertThat(bench.pauses).isEmpty();
  }

  @Test
  default void aShortWaitIsWaited(ConformanceBench bench) throws Exception {
    bench.server.thenRespond(
        429, "application/json", bench.serverWire().refusal("slow down"), "Retry-After: 2");
    bench.streamFour();

    bench.answer();

    assertThat(bench.pauses).containsExactly(Duration.ofSeconds(2));
    assertThat(bench.output.text()).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504, 529})
  default void anUnavailableServerIsAskedThreeTimes(int status, ConformanceBench bench) {
    for (int i = 0; i < 3; i++) {
      bench.server.thenRespond(status, "application/json", bench.serverWire().refusal("busy"));
    }

    assertThat(bench.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(bench.server.requests).hasSize(3);
    assertThat(bench.pauses).hasSize(2);
  }

  @Test
  default void aConnectionThatBreaksBeforeTheResponseIsTriedAgain(ConformanceBench bench)
      throws Exception {
    bench.server.then(_ -> {});
    bench.streamFour();

    bench.answer();

    assertThat(bench.output.text()).isEqualTo("4");
    assertThat(bench.server.requests).hasSize(2);
  }

  @Test
  default void anErrorInTheMiddleHasTheKindOfWhatItSays(ConformanceBench bench) {
    Map<Kind, String> errors = bench.serverWire().errors("as its kind says");
    assertThat(errors).containsKeys(Kind.UNAVAILABLE, Kind.RATE_LIMITED, Kind.REFUSED);
    errors.forEach((kind, error) -> {
      bench.stream(bench.wire.begin(), bench.wire.text("4"), error);
      RecordedOutput output = new RecordedOutput();

      ModelException failure =
          catchThrowableOfType(ModelException.class, () -> bench.answer(PROMPT, output));

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.detail()).contains("as its kind says");
      assertThat(output.text()).isEqualTo("4");
    });
    assertThat(bench.server.requests).hasSameSizeAs(errors.keySet());
  }

  @Test
  default void aStreamThatIsNotJsonIsABadResponse(ConformanceBench bench) {
    bench.stream(bench.wire.begin(), bench.wire.text("4"), bench.serverWire().halfAnEvent());

    assertThat(bench.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(bench.output.text()).isEqualTo("4");
  }

  @Test
  default void aPageInsteadOfAStreamIsABadResponse(ConformanceBench bench) {
    bench.server.thenRespond(200, "text/html; charset=utf-8", "<html>Log in</html>");

    assertThat(bench.failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  default void anAnswerInOnePieceIsABadResponse(ConformanceBench bench) {
    bench.server.thenRespond(200, "application/json", bench.serverWire().whole("4"));

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure.detail())
        .contains("application/json", bench.wire.streamType().split(";", -1)[0]);
  }

  @Test
  default void anErrorInsteadOfAStreamIsTold(ConformanceBench bench) {
    bench.server.thenRespond(200, "application/json", bench.serverWire().refusal("out of memory"));

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.detail()).isEqualTo("out of memory");
  }

  @Test
  default void aServerThatIsNotThereIsUnavailable(ConformanceBench bench) throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    bench.settings =
        bench.settingsFor(URI.create("http://127.0.0.1:" + port + "/v1")).withApiKey(KEY);

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.detail()).startsWith("cannot connect to 127.0.0.1:" + port);
    assertThat(bench.pauses).hasSize(2);
  }
}
