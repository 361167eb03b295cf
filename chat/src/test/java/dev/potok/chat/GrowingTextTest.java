package dev.potok.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowingTextTest {
  private final GrowingText text = new GrowingText();

  @Test
  void piecesAreAppended() {
    assertThat(text.append("a")).isEqualTo("a");
    assertThat(text.append("")).isEmpty();
    assertThat(text.append("bc")).isEqualTo("bc");
    assertThat(text).hasToString("abc");
  }

  @Test
  void settingALongerTextAppends() {
    text.append("ab");

    assertThat(text.set("abc")).isEqualTo("c");
    assertThat(text.set("abc")).isEmpty();
    assertThat(text).hasToString("abc");
  }

  @Test
  void settingAnotherTextReplaces() {
    text.append("ab");

    assertThat(text.set("ax")).isNull();
    assertThat(text).hasToString("ax");
    assertThat(text.set("a")).isNull();
    assertThat(text).hasToString("a");
  }

  @Test
  void restartedTextStaysUntilItIsPassed() {
    text.append("abcd");

    assertThat(text.restart("a")).isEmpty();
    assertThat(text).hasToString("abcd");
    assertThat(text.append("bc")).isEmpty();
    assertThat(text.append("de")).isEqualTo("e");
    assertThat(text).hasToString("abcde");
  }

  @Test
  void restartedTextThatSaysSomethingElseReplaces() {
    text.append("abcd");
    text.restart("a");

    assertThat(text.append("x")).isNull();
    assertThat(text).hasToString("ax");
    assertThat(text.append("y")).isEqualTo("y");
    assertThat(text.restart("z")).isNull();
    assertThat(text).hasToString("z");
  }

  @Test
  void restartedTextThatEndsEarlyIsCut() {
    text.append("abcd");
    text.restart("");
    text.append("ab");

    assertThat(text.set("ab")).isNull();
    assertThat(text).hasToString("ab");
  }
}
