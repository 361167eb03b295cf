package dev.potok.testkit.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void countsEachThingByItself() {
    tally.add(Tally.Count.CUTS);
    tally.add(Tally.Count.CUTS);
    tally.add(Tally.Count.KILLS);
    assertThat(tally.count(Tally.Count.CUTS)).isEqualTo(2);
    assertThat(tally.count(Tally.Count.KILLS)).isEqualTo(1);
    assertThat(tally.count(Tally.Count.STOPS)).isZero();
  }

  @Test
  void tellsWithinWhichTimeAShareOfTheResumesWas() {
    assertThat(tally.resumeMillis(0.5)).isZero();
    for (int millis = 2_000; millis > 0; millis--) {
      tally.resumed(millis * 1_000_000L);
    }
    assertThat(tally.measuredResumes()).isEqualTo(2_000);
    assertThat(tally.resumeMillis(0.5)).isEqualTo(1_001);
    assertThat(tally.resumeMillis(0.95)).isEqualTo(1_901);
    assertThat(tally.resumeMillis(1)).isEqualTo(2_000);
  }
}
