package dev.potok.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {

  @Test
  void withoutStopsAllTextIsCertain() {
    StopStrings stops = new StopStrings(List.of(""));

    assertThat(stops.add("text")).isEqualTo("text");
    assertThat(stops.add("")).isEmpty();
    assertThat(stops.found()).isFalse();
    assertThat(stops.rest()).isEmpty();
  }

  @Test
  void aStopIsFoundAcrossPieces() {
    StopStrings stops = new StopStrings(List.of("<end>"));

    assertThat(stops.add("a <")).isEqualTo("a ");
    assertThat(stops.add("en")).isEmpty();
    assertThat(stops.found()).isFalse();
    assertThat(stops.add("d> b")).isEmpty();
    assertThat(stops.found()).isTrue();
    assertThat(stops.rest()).isEmpty();
  }

  @Test
  void theFirstStopInTheTextCounts() {
    StopStrings stops = new StopStrings(List.of("two", "one"));

    assertThat(stops.add("zero one two")).isEqualTo("zero ");
    assertThat(stops.found()).isTrue();
  }

  @Test
  void whatIsNoStopAfterAllIsHandedOn() {
    StopStrings stops = new StopStrings(List.of("aab", "abc"));

    assertThat(stops.add("aa")).isEmpty();
    assertThat(stops.add("a")).isEqualTo("a");
    assertThat(stops.add("c")).isEqualTo("aac");
    assertThat(stops.add("ab")).isEmpty();
    assertThat(stops.rest()).isEqualTo("ab");
    assertThat(stops.found()).isFalse();
  }
}
