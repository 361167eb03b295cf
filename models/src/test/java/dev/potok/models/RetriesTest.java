package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final Retries retries = new Retries(new Random(1), pauses::add);
  private final Deadline deadline = Deadline.after(Duration.ofSeconds(60), () -> 0);
  private final AttemptFailedException unavailable =
      new AttemptFailedException(ModelException.of(Kind.UNAVAILABLE, "down"), true);

  @Test
  void eachWaitIsAboutTwiceTheOneBefore() throws Exception {
    retries.await(1, unavailable, deadline);
    retries.await(2, unavailable, deadline);

    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @Test
  void afterTheLastRetryTheFailureIsTold() {
    assertThatThrownBy(() -> retries.await(Retries.MAX_RETRIES + 1, unavailable, deadline))
        .isSameAs(unavailable);
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatCannotSucceedIsNotTriedAgain() {
    AttemptFailedException refused =
        new AttemptFailedException(ModelException.of(Kind.REFUSED, "no"), false);
    assertThatThrownBy(() -> retries.await(1, refused, deadline)).isSameAs(refused);
  }

  @Test
  void aServerIsWaitedForAsLongAsItAsksIfThatIsShort() throws Exception {
    retries.await(1, limited(Retries.LONGEST_WAIT), deadline);
    assertThat(pauses).containsExactly(Retries.LONGEST_WAIT);

    AttemptFailedException long_ = limited(Retries.LONGEST_WAIT.plusMillis(1));
    assertThatThrownBy(() -> retries.await(1, long_, deadline)).isSameAs(long_);
  }

  @Test
  void noWaitGoesPastTheDeadline() {
    Deadline soon = Deadline.after(Duration.ofSeconds(1), () -> 0);
    AttemptFailedException limited = limited(Duration.ofSeconds(2));
    assertThatThrownBy(() -> retries.await(1, limited, soon)).isSameAs(limited);
  }

  private static AttemptFailedException limited(Duration retryAfter) {
    return new AttemptFailedException(ModelException.rateLimited("slow down", retryAfter), true);
  }
}
