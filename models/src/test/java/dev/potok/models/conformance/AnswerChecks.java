package dev.potok.models.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.ModelCompletion;
import dev.potok.protocol.FinishReason;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an answer comes to its taker, and how. */
interface AnswerChecks {

  /** The counts are those of the words, to which an engine comes that counts by itself. */
  @Test
  default void thinkingAndTextComeInOrderWithTheirCounts(ConformanceBench bench) throws Exception {
    bench.stream(
        bench.wire.begin(),
        bench.wire.thinking("Дай "),
        bench.wire.thinking("подумать."),
        bench.wire.text("Че"),
        bench.wire.text("тыре 🙂"),
        bench.wire.end(FinishReason.STOP, 8, 4));

    assertThat(bench.answer())
        .isEqualTo(new ModelCompletion(FinishReason.STOP, OptionalLong.of(4), OptionalLong.of(8)));
    assertThat(bench.output.story()).isEqualTo("[thinking]Дай подумать.[text]Четыре 🙂");
  }

  @Test
  default void eachPieceIsHandedOnWhenItComes(ConformanceBench bench) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin());
      bench.chunk(connection, bench.wire.text("one "));
      goOn.await();
      bench.chunk(connection, bench.wire.text("two"));
      bench.chunk(connection, bench.wire.end(FinishReason.STOP, 1, 2));
      connection.endStream();
    });
    Thread answering = bench.answering();

    await().until(() -> bench.output.text().equals("one "));
    goOn.countDown();

    answering.join();
    assertThat(bench.output.text()).isEqualTo("one two");
    assertThat(bench.thrown.get()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"STOP", "LENGTH"})
  default void theReasonOfTheEndIsTold(FinishReason reason, ConformanceBench bench)
      throws Exception {
    bench.stream(bench.wire.begin(), bench.wire.text("4"), bench.wire.end(reason, 3, 1));

    assertThat(bench.answer().finishReason()).isEqualTo(reason);
  }

  @Test
  default void anAnswerThatFinishedIsWholeEvenIfItsStreamBreaks(ConformanceBench bench)
      throws Exception {
    bench.server.then(connection -> {
      bench.begin(connection);
      bench.chunk(connection, bench.wire.begin() + bench.wire.text("4"));
      bench.chunk(connection, bench.wire.end(FinishReason.STOP, 3, 1));
    });

    assertThat(bench.answer().finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(bench.output.text()).isEqualTo("4");
  }
}
