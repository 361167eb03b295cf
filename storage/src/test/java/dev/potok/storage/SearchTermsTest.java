package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTermsTest {

  @ParameterizedTest
  @CsvSource({
    "потоками, поток",
    "Потоке, поток",
    "ёлки, елк",
    "connections, connect",
    "Running, run",
    "x86, x86",
    "naïve, naïve",
  })
  void theFormsOfAWordHaveOneStem(String word, String stem) {
    assertThat(new Stems().stem(Stems.normal(word))).isEqualTo(stem);
  }

  @Test
  void everyWordIsIndexedOnceBesideItsStemAndSignsAreNot() {
    assertThat(new IndexedWords().of("Run, running; (runs) \"поток\" * потоки_1"))
        .isEqualTo("run running runs поток потоки 1");
  }

  @Test
  void whatIsComposedOfSeveralCharactersIsAsThatOfOne() {
    assertThat(new IndexedWords().of("и\u0306од е\u0308ж"))
        .isEqualTo(new IndexedWords().of("йод ёж"));
    // A letter that stands for four words is one.
    assertThat(new IndexedWords().of("\uFDFA")).doesNotContain(" ").isNotEmpty();
  }

  @Test
  void aWordCountsUpToItsLimit() {
    String longest = "q".repeat(Stems.MAX_WORD);
    assertThat(new IndexedWords().of(longest + "rest")).isEqualTo(longest);
    assertThat(new IndexedWords().of("q" + "𝒳".repeat(100))).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void theLastWordIsABeginningOnlyWhileItIsTyped() {
    assertThat(new SearchTerms("big strea").expression())
        .isEqualTo("\"big\" AND (\"strea\" OR \"strea\" *)");
    assertThat(new SearchTerms("big strea ").expression()).isEqualTo("\"big\" AND \"strea\"");
    assertThat(new SearchTerms("big st").expression()).isEqualTo("\"big\" AND \"st\"");
    assertThat(new SearchTerms("\"*()-").isEmpty()).isTrue();
  }

  @Test
  void aFragmentIsCutBetweenCharacters() {
    Fragments fragments = new Fragments(new SearchTerms("needle "));
    String text = "😀".repeat(200) + " needle " + "😀".repeat(200);
    String fragment = fragments.cut(text).text();
    assertThat(fragment).contains("needle");
    assertThat(JsonText.wellFormed(fragment)).isEqualTo(fragment);
  }
}
