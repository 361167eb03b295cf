package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import dev.potok.engine.Phrases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasesTest {
  private static final Pattern LAST_TEXT =
      Pattern.compile("new InvalidFieldException\\([^;]*?,\\s*\"([^\"]+)\"\\)", Pattern.DOTALL);

  /** The same in every language. */
  private static final Set<String> WORDS_OF_THE_WIRE = Set.of("0", "1", "false", "text");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port: abc",
        "port: 65536",
        "nothing: 1",
        "language: de",
        "models: 1",
        "models: [{name: a, base-url: \"${NOT_SET}\"}]",
        "models: [{name: a, base-url: 'http://h', kind: b}]",
        "answers: {shutdown-grace: 3 weeks}",
        "answers: {on-failure: hide}",
        "cors: {origins: [example.org]}",
      })
  void whatASettingMayBeIsSaidInRussian(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("potok.yaml"), yaml);
    InvalidFieldException e =
        catchThrowableOfType(
            InvalidFieldException.class,
            () ->
                Settings.read(
                    new Settings.Flags(null, null, null, file.toString()),
                    Map.of(),
                    folder,
                    Language.RUSSIAN));
    assertThat(e).isNotNull();
    assertThat(Phrases.text(Language.RUSSIAN, e.expected())).containsPattern("[а-я]{2}");
    assertThat(Phrases.text(Language.ENGLISH, e.expected())).isEqualTo(e.expected());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing",
        "a string",
        "a number",
        "an integer",
        "an object",
        "an array of objects",
        "an array of strings",
        "true or false",
        "-2 to 2",
        "1 to 200",
        "at most 4",
        "5 texts",
        "at most 200 characters",
        "201 characters",
        "at most 20 times",
        "21 times",
        "given",
        "without stream",
        "nothing to answer",
        "calls of tools at the end",
      })
  void whatIsPutTogetherForARequestIsSaidInRussianWithItsNumbers(String english) {
    assertThat(Phrases.text(Language.RUSSIAN, english))
        .containsPattern("[а-я]{2}|или")
        .contains(english.replaceAll("[^0-9 ]", "").strip().split(" +", -1));
  }

  /** Those that are whole in the source; the ones that are put together are above. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/java/dev/potok/cli",
        "../server/src/main/java/dev/potok/server",
        "../engine/src/main/java/dev/potok/engine"
      })
  void everyExpectationInTheSourceIsTranslated(String folder) throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of(folder))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        List<String> expected =
            LAST_TEXT
                .matcher(Files.readString(source))
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String english : expected) {
          if (WORDS_OF_THE_WIRE.contains(english)) {
            continue;
          }
          assertThat(Phrases.text(Language.RUSSIAN, english))
              .as(source + ": " + english)
              .containsPattern("[а-я]{2}|или");
        }
      }
    }
  }
}
