package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SentencesTest {

  static Stream<String> codes() {
    return Stream.of(
            Arrays.stream(ModelException.Kind.values()).map(ModelException.Kind::code),
            Arrays.stream(NotFoundException.Thing.values()).map(NotFoundException.Thing::code),
            Arrays.stream(ConflictException.Kind.values()).map(ConflictException.Kind::code))
        .flatMap(codes -> codes);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void everyCodeHasASentenceInBothLanguages(String code) {
    String english = Sentences.of(Language.ENGLISH, code, "what was seen");
    String russian = Sentences.of(Language.RUSSIAN, code, "what was seen");
    assertThat(english).doesNotContain("{").endsWith(".");
    assertThat(russian).doesNotContain("{").endsWith(".").containsPattern("[а-я]{3}");
    assertThat(russian.contains("what was seen")).isEqualTo(english.contains("what was seen"));
  }

  @Test
  void bothLanguagesHaveTheSameSentences() {
    assertThat(bundle(Language.RUSSIAN).keySet()).isEqualTo(bundle(Language.ENGLISH).keySet());
  }

  @Test
  void aWaitThatIsLongIsWrittenInTheReadersWay() {
    assertThat(Sentences.of(Language.ENGLISH, "model_rate_limited_retry_after", "busy", 300L))
        .isEqualTo("The provider has had too many requests: busy. Try again in 300 s.");
    assertThat(Sentences.of(Language.RUSSIAN, "model_rate_limited_retry_after", "busy", 300L))
        .isEqualTo("У поставщика слишком много запросов: busy. Повторите через 300 с.");
  }

  private static ResourceBundle bundle(Language language) {
    return ResourceBundle.getBundle("dev.potok.engine.sentences", language.locale());
  }
}
