package dev.potok.models.conformance;

import static dev.potok.models.conformance.ConformanceBench.ENOUGH_FOR_A_RESPONSE;
import static dev.potok.models.conformance.ConformanceBench.PROMPT;
import static dev.potok.models.conformance.ConformanceBench.STOP_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.FinishReason;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stop, whenever it comes, closes the connection to the model. */
interface StopChecks {

  @Test
  default void aStopBeforeTheResponseClosesTheConnection(ConformanceBench bench) throws Exception {
    bench.server.then(bench::saysNothingMore);

    bench.assertStops(bench.answering());
  }

  @Test
  default void aStopBeforeTheFirstTokenClosesTheConnection(ConformanceBench bench)
      throws Exception {
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.stillLoading() + bench.wire.begin());
      bench.saysNothingMore(connection);
    });

    bench.assertStops(bench.answering());
  }

  @Test
  default void aStopInTheMiddleClosesTheConnectionAndKeepsTheText(ConformanceBench bench)
      throws Exception {
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin() + bench.wire.text("one "));
      bench.saysNothingMore(connection);
    });
    Thread answering = bench.answering();
    await().until(() -> bench.output.text().equals("one "));

    bench.assertStops(answering);
    assertThat(bench.output.text()).isEqualTo("one ");
  }

  @Test
  default void aStopWhileTokensPourInClosesTheConnection(ConformanceBench bench) throws Exception {
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin());
      Thread.ofPlatform().daemon().start(() -> bench.saysNothingMore(connection));
      while (bench.closed.getCount() > 0) {
        bench.chunk(connection, bench.wire.text("again "));
      }
    });
    Thread answering = bench.answering();
    await().until(() -> !bench.output.text().isEmpty());

    bench.assertStops(answering);
  }

  @Test
  default void whatTheOutputThrowsEndsTheAnswerAndClosesTheConnection(ConformanceBench bench)
      throws Exception {
    bench.settings = bench.settings.withSilenceTimeout(ENOUGH_FOR_A_RESPONSE);
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin() + bench.wire.text("one "));
      bench.saysNothingMore(connection);
    });
    IllegalStateException full = new IllegalStateException("no room for more");

    assertThatThrownBy(() -> bench.answer(PROMPT, new RefusingOutput(full))).isSameAs(full);
    assertThat(bench.closed.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  default void whatTheOutputThrowsIsToldThoughTheAnswerIsWhole(ConformanceBench bench) {
    bench.stream(
        bench.wire.begin(), bench.wire.text("one ") + bench.wire.end(FinishReason.STOP, 3, 1));
    IllegalStateException full = new IllegalStateException("no room for more");

    assertThatThrownBy(() -> bench.answer(PROMPT, new RefusingOutput(full))).isSameAs(full);
  }
}
