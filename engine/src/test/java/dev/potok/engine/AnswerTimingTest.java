package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerTimes;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerTimingTest {
  private final AtomicLong nanos = new AtomicLong(7_000_000_000L);
  private final AnswerTiming timing = new AnswerTiming(nanos::get);

  @Test
  void anAnswerOfWordsAloneHasNoThinking() {
    pass(40);
    timing.text();
    pass(60);
    timing.text();
    assertThat(timing.taken()).isEqualTo(times(100, OptionalLong.of(40), OptionalLong.empty()));
  }

  @Test
  void thinkingLastsFromItsFirstPieceToTheNextWord() {
    pass(40);
    timing.thinking();
    pass(10);
    timing.thinking();
    pass(15);
    timing.text();
    pass(100);
    assertThat(timing.taken()).isEqualTo(times(165, OptionalLong.of(40), OptionalLong.of(25)));
  }

  @Test
  void thinkingBetweenTheWordsIsAddedUp() {
    timing.thinking();
    pass(5);
    timing.text();
    pass(50);
    timing.thinking();
    pass(7);
    timing.text();
    assertThat(timing.taken().thinking()).hasValue(12);
  }

  @Test
  void anAnswerThatEndsWhileItThinksHasThoughtUntilThen() {
    pass(3);
    timing.thinking();
    pass(30);
    assertThat(timing.taken()).isEqualTo(times(33, OptionalLong.of(3), OptionalLong.of(30)));
  }

  @Test
  void anAnswerWithoutAnythingHasNoFirstToken() {
    pass(9);
    assertThat(timing.taken()).isEqualTo(times(9, OptionalLong.empty(), OptionalLong.empty()));
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  private static AnswerTimes times(
      long processing, OptionalLong firstToken, OptionalLong thinking) {
    return new AnswerTimes(OptionalLong.of(processing), firstToken, thinking);
  }
}
