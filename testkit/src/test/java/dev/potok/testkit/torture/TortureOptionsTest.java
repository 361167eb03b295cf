package dev.potok.testkit.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TortureOptionsTest {

  @Test
  void aSmallRunWritesNoReport() {
    TortureOptions options = parse("--kills", "30", "--cuts", "600");
    assertThat(options.kills()).isEqualTo(30);
    assertThat(options.cuts()).isEqualTo(600);
    assertThat(options.report()).isEmpty();
    assertThat(options.outage()).isZero();
  }

  @Test
  void aFullRunWritesTheReportOfTheDocumentation() {
    assertThat(parse("--kills", "500", "--cuts", "10000").report())
        .hasValue(Path.of("docs", "torture.md"));
    assertThat(parse("--kills", "500", "--cuts", "10000", "--report", "other.md").report())
        .hasValue(Path.of("other.md"));
  }

  @Test
  void whoAsksForASeedGetsThatSeedAndNoMore() {
    TortureOptions options = parse("--seed", "17", "--seeds", "1");
    assertThat(options.seed()).isEqualTo(17);
    assertThat(options.seeds()).isEqualTo(1);
    assertThat(options.kills()).isZero();
    assertThat(options.cuts()).isZero();
  }

  @Test
  void timesAreInSecondsOrMinutes() {
    assertThat(parse("--outage", "30s").outage()).isEqualTo(Duration.ofSeconds(30));
    assertThat(parse("--outage", "5m").outage()).isEqualTo(Duration.ofMinutes(5));
    assertThat(parse("--minutes", "7").atMost()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void whatIsWrongIsSaidWithWhatIsExpected() {
    assertThatThrownBy(() -> parse("--bogus", "1")).hasMessageContaining("--bogus: unknown");
    assertThatThrownBy(() -> parse("--kills")).hasMessageContaining("--kills: nothing follows");
    assertThatThrownBy(() -> parse("--kills", "many")).hasMessageContaining("--kills: many");
    assertThatThrownBy(() -> parse("--outage", "5")).hasMessage("--outage: 5 (expected: 30s, 5m)");
  }

  private static TortureOptions parse(String... arguments) {
    return TortureOptions.parse(arguments);
  }
}
