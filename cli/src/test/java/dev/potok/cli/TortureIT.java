package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.torture.Tally;
import dev.potok.testkit.torture.Torture;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real jar under kill -9 and cut connections; {@code ./potok torture} does more of the same.
 */
@Timeout(600)
class TortureIT {
  private static final Path JAR = Path.of(System.getProperty("potok.jar", "target/potok.jar"));
  private static final int SEEDS = 20;
  private static final int KILLS = 30;
  private static final int CUTS = 200;

  @TempDir Path folder;

  @Test
  void nothingIsLostDoubledOrTornInTwentySeedsAndThirtyKills() throws Exception {
    Tally tally = new Tally();
    Torture.Plan plan =
        new Torture.Plan(
            Torture.launch(JAR, folder),
            folder,
            1,
            SEEDS,
            KILLS,
            CUTS,
            Duration.ofMinutes(8),
            Duration.ZERO);

    Torture.Result result = Torture.run(plan, tally, (_, _, _) -> {});

    assertThat(result.broken()).as(result.failure()).isEmpty();
    assertThat(result.seeds()).isGreaterThanOrEqualTo(SEEDS);
    assertThat(tally.count(Tally.Count.KILLS)).isGreaterThanOrEqualTo(KILLS);
    assertThat(tally.count(Tally.Count.CUTS)).isGreaterThanOrEqualTo(CUTS);
    assertThat(tally.count(Tally.Count.RESUMES)).isPositive();
    assertThat(tally.count(Tally.Count.REPEATED_SENDS)).isPositive();
    assertThat(tally.count(Tally.Count.STOPS)).isPositive();
  }
}
