package dev.potok.models.conformance;

import static dev.potok.models.conformance.ConformanceBench.ENOUGH_FOR_A_RESPONSE;
import static dev.potok.models.conformance.ConformanceBench.SHORT;
import static dev.potok.models.conformance.ConformanceBench.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.protocol.FinishReason;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Waits that end, and answers that break or fail in the middle. */
interface FailureChecks {

  @Test
  default void noTokenInTimeIsATimeoutWhateverElseComes(ConformanceBench bench) throws Exception {
    bench.settings = bench.settings.withFirstTokenTimeout(ENOUGH_FOR_A_RESPONSE);
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.stillLoading() + bench.wire.begin());
      bench.saysNothingMore(connection);
    });

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.detail()).isEqualTo("no token within 2.0 s");
    assertThat(bench.closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  default void silenceAfterTheFirstTokenEndsTheAnswer(ConformanceBench bench) throws Exception {
    bench.settings = bench.settings.withSilenceTimeout(SILENCE);
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin() + bench.wire.text("one "));
      bench.saysNothingMore(connection);
    });

    assertThat(bench.failure().kind()).isEqualTo(Kind.SILENT);
    assertThat(bench.output.text()).isEqualTo("one ");
    assertThat(bench.closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  default void silenceAfterTheFinishIsAnEnd(ConformanceBench bench) throws Exception {
    bench.settings = bench.settings.withSilenceTimeout(SHORT);
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(
          connection,
          bench.wire.begin() + bench.wire.text("one") + bench.wire.end(FinishReason.STOP, 1, 1));
      bench.saysNothingMore(connection);
    });

    bench.answer();

    assertThat(bench.output.text()).isEqualTo("one");
  }

  @Test
  default void aConnectionThatBreaksInTheMiddleIsCutOffAndNotTriedAgain(ConformanceBench bench) {
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin() + bench.wire.text("4"));
      bench.awaitText("4");
    });

    assertThat(bench.failure().kind()).isEqualTo(Kind.CUT_OFF);
    assertThat(bench.output.text()).isEqualTo("4");
    assertThat(bench.server.requests).hasSize(1);
  }

  @Test
  default void aStreamThatClosesWithoutAFinishIsCutOff(ConformanceBench bench) {
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin() + bench.wire.text("4"));
      bench.awaitText("4");
      connection.endStream();
    });

    assertThat(bench.failure().kind()).isEqualTo(Kind.CUT_OFF);
    assertThat(bench.output.text()).isEqualTo("4");
    assertThat(bench.server.requests).hasSize(1);
  }

  @Test
  default void anErrorInTheMiddleIsToldAfterTheTextBeforeIt(ConformanceBench bench) {
    bench.stream(bench.wire.begin(), bench.wire.text("4"), bench.wire.error("the GPU fell off"));

    ModelException failure = bench.failure();

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.detail()).contains("the GPU fell off");
    assertThat(bench.output.text()).isEqualTo("4");
    assertThat(bench.server.requests).hasSize(1);
  }
}
