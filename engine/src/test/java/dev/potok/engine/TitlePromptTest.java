package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitlePromptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Rivers of Europe | Rivers of Europe",
        "\"Rivers of Europe.\" | Rivers of Europe",
        "# **Реки Европы** | Реки Европы",
        "Название: «Реки Европы» | Реки Европы",
        "Title: Rivers | Rivers",
        "And so on... | And so on...",
        "`\"\"` | ``",
        "`  ` | ``",
      })
  void aTitleIsTakenWithoutWhatSurroundsIt(String answer, String title) {
    assertThat(TitlePrompt.titleIn(answer)).isEqualTo(title);
  }

  @Test
  void onlyTheFirstLineCounts() {
    assertThat(TitlePrompt.titleIn("\n\n Rivers \t of\u0007 Europe\nI hope it helps."))
        .isEqualTo("Rivers of Europe");
  }

  @Test
  void aLongTitleIsCutBetweenWordsAndCharacters() {
    String words = TitlePrompt.titleIn("word ".repeat(40));
    assertThat(words).endsWith("word…").hasSizeLessThanOrEqualTo(TitlePrompt.MAX_TITLE + 1);
    assertThat(TitlePrompt.titleIn("x" + "😀".repeat(80)))
        .isEqualTo("x" + "😀".repeat((TitlePrompt.MAX_TITLE - 1) / 2) + "…");
  }

  @Test
  void theModelIsShownTheBeginningOfTheExchange() {
    Prompt prompt = TitlePrompt.of("m", "q".repeat(5_000), "a".repeat(5_000));
    String shown = prompt.messages().getFirst().content();
    assertThat(shown).contains("q".repeat(TitlePrompt.MAX_SHOWN) + "…");
    assertThat(shown).doesNotContain("a".repeat(TitlePrompt.MAX_SHOWN + 1));
    assertThat(prompt.options().maxTokens()).hasValue(TitlePrompt.MAX_TOKENS);
  }
}
