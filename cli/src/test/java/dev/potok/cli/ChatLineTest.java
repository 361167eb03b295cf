package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatLineTest {

  @ParameterizedTest
  @CsvSource({
    "'', NOTHING, ''",
    "'  ', NOTHING, ''",
    "'Hello there', TEXT, 'Hello there'",
    "/help, HELP, ''",
    "'/model a/b ', MODEL, a/b",
    "'/open  12', OPEN, 12",
    "/quit, QUIT, ''",
    "/text, UNKNOWN, /text",
    "/nonsense at all, UNKNOWN, /nonsense",
    "/Help, UNKNOWN, /Help",
  })
  void aLineIsACommandOrAText(String typed, ChatLine.Kind kind, String rest) {
    assertThat(ChatLine.of(typed)).isEqualTo(new ChatLine(kind, rest));
  }

  @Test
  void severalLinesAreAText() {
    assertThat(ChatLine.of("/etc\\\n/hosts"))
        .isEqualTo(new ChatLine(ChatLine.Kind.TEXT, "/etc\n/hosts"));
  }
}
