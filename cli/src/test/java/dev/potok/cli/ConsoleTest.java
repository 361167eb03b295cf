package dev.potok.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {

  @Test
  void bothLanguagesHaveTheSameTexts() {
    assertThat(texts("ru").keySet()).isEqualTo(texts("en").keySet());
    assertThat(texts("ru").getString("only_guide")).containsPattern("[а-я]{3}");
  }

  @ParameterizedTest
  @CsvSource({
    "LANG, ru_RU.UTF-8, RUSSIAN",
    "LC_ALL, ru, RUSSIAN",
    "LANG, de_DE.UTF-8, ENGLISH",
    "LANG, C.UTF-8, ENGLISH",
    "OTHER, ru, ENGLISH",
  })
  void itSpeaksTheLanguageOfTheEnvironment(String variable, String value, Language language) {
    assertThat(Console.of(Map.of(variable, value)).language()).isEqualTo(language);
  }

  @Test
  void anEmptyVariableSaysNothing() {
    Map<String, String> environment =
        Map.of("LC_ALL", "", "LC_MESSAGES", "", "LANG", "ru_RU.UTF-8");
    assertThat(Console.of(environment).language()).isEqualTo(Language.RUSSIAN);
  }

  @Test
  void whatTheSystemsCharacterSetCannotHoldIsWrittenInUtf8() {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    PrintStream ascii = new PrintStream(plain, true, US_ASCII);
    Console.of(Language.RUSSIAN, ascii, ascii).say("port_in_use", "3000");
    assertThat(plain.toString(UTF_8)).startsWith("Порт 3000 занят.");

    ByteArrayOutputStream old = new ByteArrayOutputStream();
    Charset cyrillic = Charset.forName("windows-1251");
    PrintStream windows = new PrintStream(old, true, cyrillic);
    Console.of(Language.RUSSIAN, windows, windows).say("port_in_use", "3000");
    assertThat(old.toString(cyrillic)).startsWith("Порт 3000 занят.");
  }

  @Test
  void whatIsFilledInCommandsNoTerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    Console.of(Language.ENGLISH, out, out).warn("chat_model", "a\u001b[2J\u009b2Jb");
    assertThat(bytes.toString(UTF_8).strip()).isEqualTo("Model: a[2J2Jb");
  }

  private static ResourceBundle texts(String language) {
    return ResourceBundle.getBundle("dev.potok.cli.console", Locale.of(language));
  }
}
