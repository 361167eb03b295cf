package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuideLibraryTest {
  private static final Path GUIDE = Path.of("..", "docs", "guide");

  @ParameterizedTest
  @EnumSource
  void everyFileOfTheDocumentationIsInTheGuide(GuideLanguage language) throws IOException {
    try (Stream<Path> files = Files.list(GUIDE.resolve(language.folder()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(GuideLibrary.FILES);
    }
  }

  @Test
  void bothLanguagesHaveTheSameSections() {
    assertThat(counts(GuideLanguage.RUSSIAN)).isEqualTo(counts(GuideLanguage.ENGLISH));
  }

  @Test
  void bothLanguagesHaveTheSameSentences() {
    ResourceBundle english = GuideLanguage.ENGLISH.texts();
    ResourceBundle russian = GuideLanguage.RUSSIAN.texts();
    assertThat(russian.keySet()).isEqualTo(english.keySet());
    assertThat(russian.getString("topics")).isNotEqualTo(english.getString("topics"));
  }

  @Test
  void sectionsAreCutAtHeadingsButNotInCode() {
    assertThat(
            GuideDocument.passages(
                "a.md",
                """
                # Title
                Intro.
                ## Empty
                ## First
                ```
                # a comment
                ```
                ### Second
                Text.\
                """))
        .containsExactly(
            new GuidePassage("a.md", "Title", "Title", "Intro."),
            new GuidePassage("a.md", "Title", "First", "```\n# a comment\n```"),
            new GuidePassage("a.md", "Title", "Second", "Text."));
  }

  private static List<String> counts(GuideLanguage language) {
    return GuideLibrary.FILES.stream()
        .map(file ->
            file
                + " "
                + GuideLibrary.passages(language).stream()
                    .filter(passage -> passage.file().equals(file))
                    .count())
        .toList();
  }
}
