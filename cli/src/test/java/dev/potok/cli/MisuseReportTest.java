package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Language;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that cannot be understood, in both languages. */
class MisuseReportTest {

  static Stream<Arguments> commandLines() {
    return Stream.of(
        line("Команда не указана.", "No command is given."),
        line("Неизвестный ключ: --what", "Unknown option: --what", "--what"),
        line("Возможно, имелось в виду: serve", "Perhaps this was meant: serve", "serv"),
        line("Неизвестный ключ: --prot", "Unknown option: --prot", "serve", "--prot"),
        line("Ключу --port нужно значение: PORT", "needs a value: PORT", "serve", "--port"),
        line("Лишний аргумент: more", "Unexpected argument: more", "serve", "more"),
        line("Не хватает: FILE", "Missing: FILE", "backup"),
        line("Лишний аргумент: b", "Unexpected argument: b", "restore", "a", "b"),
        line("--chat: x (ожидается: целое число)", "expected: a whole", "chat", "--chat", "x"),
        line("--prompt указан больше", "--prompt is given more", "chat", "-p", "a", "-p", "b"),
        line("одно из bash, zsh", "one of bash, zsh", "completion", "fish"),
        line("--raw: a (ожидается: без значения)", "--raw: a (expected: no", "parse", "--raw=a"),
        line("от 1 до 67108864", "1 to 67108864", "parse", "--chunk", "0"),
        line("URL: a (ожидается: адрес,", "URL: a (expected: an address", "parse", "a"),
        line("нужен URL", "need a URL", "parse", "-H", "a: b"),
        line("--header: a (ожидается", "--header: a (expected", "parse", "-H", "a", "http://b"),
        line("можно отправить", "can be sent", "parse", "-H", "Host: b", "http://b"),
        line("ожидается: 1 или больше", "expected: 1 or more", "render", "--chunk", "0"));
  }

  private static Arguments line(String russian, String english, String... words) {
    return Arguments.of(russian, english, words);
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void whatIsWrongIsSaidInTheUsersLanguage(String russian, String english, String[] words) {
    assertThat(report(Language.RUSSIAN, words)).contains(russian).doesNotContain(english);
    assertThat(report(Language.ENGLISH, words)).contains(english).doesNotContain(russian);
  }

  /** What picocli says by itself is English, and all letters of a command's line are Latin. */
  @ParameterizedTest
  @MethodSource("commandLines")
  void noSentenceOfTheLibraryReachesARussian(String russian, String english, String[] words) {
    assertThat(report(Language.RUSSIAN, words).lines())
        .first()
        .asString()
        .containsPattern("[А-Яа-я]{3}")
        .doesNotContainPattern("[a-z]{3,} [a-z]{3,}");
  }

  private static String report(Language language, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(said, true, UTF_8);
    Console console = Console.of(language, err, err);
    assertThat(Main.commands(Map.of(), console).execute(words)).isEqualTo(2);
    return said.toString(UTF_8);
  }
}
