package dev.potok.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waitsDoubleUpToTheLongest() {
    Backoff backoff = new Backoff(() -> 1);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waits.add(backoff.nextMillis());
    }

    assertThat(waits)
        .containsExactly(
            100L, 500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L, 5_000L, 5_000L, 5_000L);
  }

  @Test
  void waitsAreSpreadButNeverNothingAfterTheFirst() {
    Backoff backoff = new Backoff(() -> 0);

    assertThat(backoff.nextMillis()).isZero();
    assertThat(backoff.nextMillis()).isEqualTo(250);
  }

  @Test
  void longWaitStaysInRange() {
    Backoff backoff = new Backoff(() -> 1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(backoff.nextMillis()).isBetween(0L, Backoff.MAX_MILLIS);
    }
  }

  @Test
  void resetBeginsAgain() {
    Backoff backoff = new Backoff(() -> 1);
    backoff.nextMillis();
    backoff.nextMillis();

    backoff.reset();

    assertThat(backoff.nextMillis()).isEqualTo(100);
  }
}
