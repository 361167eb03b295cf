package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {
  private static final Pattern LAST_TEXT =
      Pattern.compile("new InvalidFieldException\\([^;]*?,\\s*\"([^\"]+)\"\\)", Pattern.DOTALL);

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
    assertThat(Expectations.text(Language.RUSSIAN, e.expected())).containsPattern("[а-я]{2}");
    assertThat(Expectations.text(Language.ENGLISH, e.expected())).isEqualTo(e.expected());
  }

  /** Those that are whole in the source; the ones that are put together are above. */
  @Test
  void everyExpectationInTheSourceIsTranslated() throws IOException {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/potok/cli"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        List<String> expected =
            LAST_TEXT
                .matcher(Files.readString(source))
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String english : expected) {
          assertThat(Expectations.text(Language.RUSSIAN, english))
              .as(source + ": " + english)
              .containsPattern("[а-я]{2}|или");
        }
      }
    }
  }
}
