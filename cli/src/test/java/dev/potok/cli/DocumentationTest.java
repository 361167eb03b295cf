package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ConflictException;
import dev.potok.engine.Language;
import dev.potok.engine.ModelException;
import dev.potok.engine.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents say about settings and codes is what the program knows. */
class DocumentationTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(?:POTOK|OPENAI|ANTHROPIC)_[A-Z_]+\\b");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void everyExampleOfAConfigurationIsAccepted(String language) throws Exception {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(DOCS.resolve("guide").resolve(language))) {
      for (Path file : files.toList()) {
        Matcher block = YAML.matcher(Files.readString(file));
        while (block.find()) {
          examples.add(block.group(1));
        }
      }
    }
    assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
    Map<String, String> keys =
        Map.of(
            "OPENAI_API_KEY", "a",
            "OPENROUTER_API_KEY", "b",
            "ANTHROPIC_API_KEY", "c",
            "GEMINI_API_KEY", "d",
            "MISTRAL_API_KEY", "e",
            "BEDROCK_API_KEY", "f");
    for (String example : examples) {
      Path file = Files.writeString(folder.resolve("example.yaml"), example);
      Settings.Flags flags = new Settings.Flags(null, null, null, file.toString());
      assertThat(Settings.read(flags, keys, folder, Language.ENGLISH)).as(example).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void theGuideNamesEverySettingAndVariable(String language) throws Exception {
    String guide = guide(language, "configuration.md");
    assertThat(SettingsFile.NAMES)
        .allSatisfy(name -> assertThat(guide).contains("\n" + name + ":"));
    assertThat(guide).contains(variablesOfTheSettings());
  }

  /** The names stand in two classes only, and their source is what is built into the jar. */
  private static List<String> variablesOfTheSettings() throws IOException {
    Path sources = Path.of("src/main/java/dev/potok/cli");
    String source =
        Files.readString(sources.resolve("Settings.java"))
            + Files.readString(sources.resolve("ModelSettings.java"));
    List<String> names =
        VARIABLE.matcher(source).results().map(found -> found.group()).distinct().toList();
    assertThat(names).contains("POTOK_PORT", "OPENAI_API_KEY");
    return names;
  }

  @Test
  void theWiresPageNamesEveryCode() throws IOException {
    String page = Files.readString(DOCS.resolve("protocol.md"));
    for (ModelException.Kind kind : ModelException.Kind.values()) {
      assertThat(page).contains("`" + kind.code() + "`");
    }
    for (NotFoundException.Thing thing : NotFoundException.Thing.values()) {
      assertThat(page).contains("`" + thing.code() + "`");
    }
    for (ConflictException.Kind kind : ConflictException.Kind.values()) {
      assertThat(page).contains("`" + kind.code() + "`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void theGuideSaysWhatToDoAboutEachFailureOfAModel(String language) throws IOException {
    String guide = guide(language, "troubleshooting.md");
    for (ModelException.Kind kind : ModelException.Kind.values()) {
      assertThat(guide).contains("\n## " + kind.code() + ": ");
    }
  }

  private static String guide(String language, String file) throws IOException {
    return Files.readString(DOCS.resolve("guide").resolve(language).resolve(file));
  }
}
