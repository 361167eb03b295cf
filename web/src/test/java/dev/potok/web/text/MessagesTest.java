package dev.potok.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
  private static final List<Text> COUNTED =
      List.of(
          Text.TOKENS,
          Text.BYTES,
          Text.DIAGRAM_TOO_LONG,
          Text.PER_SECOND,
          Text.IMPORTED,
          Text.NOT_IMPORTED,
          Text.LEFT_OUT_ATTACHMENTS,
          Text.LEFT_OUT_RINGS,
          Text.LEFT_OUT_TOOL_MESSAGES);

  @ParameterizedTest
  @EnumSource
  void everyLanguageSaysEverythingAndNothingElse(Language language) {
    List<String> keys = Arrays.stream(Text.values()).map(Text::key).toList();
    assertThat(bundle(language).keySet()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(bundle(language).values()).noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @EnumSource
  void everyLanguageTakesTheSameArguments(Language language) {
    Map<String, String> english = bundle(Language.EN);
    Map<String, String> other = bundle(language);
    for (Text text : Text.values()) {
      assertThat(said(other, text).contains("{0}"))
          .as(text.key())
          .isEqualTo(said(english, text).contains("{0}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void countedTextsHaveAllForms(Language language) {
    for (Text text : Text.values()) {
      int forms = said(bundle(language), text).split(Pattern.quote("|"), -1).length;
      assertThat(forms)
          .as(text.key())
          .isEqualTo(COUNTED.contains(text) ? language.pluralForms() : 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 токенов", "1, 1 токен", "2, 2 токена", "4, 4 токена", "5, 5 токенов",
    "11, 11 токенов", "12, 12 токенов", "14, 14 токенов", "21, 21 токен", "22, 22 токена",
    "111, 111 токенов", "121, 121 токен"
  })
  void russianCountsTakeTheRightForm(long count, String expected) {
    assertThat(in(Language.RU).count(Text.TOKENS, count)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 tokens", "1, 1 token", "2, 2 tokens", "21, 21 tokens"})
  void englishCountsTakeTheRightForm(long count, String expected) {
    assertThat(in(Language.EN).count(Text.TOKENS, count)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1 s",
    "4440, 4.4 s",
    "12800, 13 s",
    "61000, 1 min 1 s",
  })
  void durationsAreAsExactAsAReaderNeeds(long millis, String expected) {
    assertThat(in(Language.EN).duration(millis)).isEqualTo(expected);
  }

  @Test
  void ratesAreNamedOnlyIfKnown() {
    Messages english = in(Language.EN);
    assertThat(english.rate(0, 100)).isEmpty();
    assertThat(english.rate(10, 0)).isEmpty();
    assertThat(english.rate(1, 61_000)).isEmpty();
    assertThat(english.rate(212, 4400)).isEqualTo("48 tok/s");
    assertThat(english.rate(3, 2000)).isEqualTo("1.5 tok/s");
    assertThat(in(Language.RU).rate(3, 2000)).isEqualTo("1,5 ток/с");
  }

  @Test
  void argumentsStandWhereTheSentenceWantsThem() {
    assertThat(in(Language.RU).get(Text.MOVE_TO, "Склад")).isEqualTo("Перенести в «Склад»");
  }

  @Test
  void theFirstPreferredLanguageThatIsSpokenWins() {
    assertThat(Language.preferred(new String[] {"de-DE", "ru-RU", "en"})).isEqualTo(Language.RU);
    assertThat(Language.preferred(new String[] {"en-GB", "ru"})).isEqualTo(Language.EN);
    assertThat(Language.preferred(new String[] {"rue"})).isEqualTo(Language.EN);
    assertThat(Language.preferred(new String[] {})).isEqualTo(Language.EN);
  }

  @Test
  void commentsAndLinesWithoutAValueArePassedOver() {
    assertThat(Messages.parse("# a=b\n\nkey=x=y\nlast=1"))
        .containsOnly(Map.entry("key", "x=y"), Map.entry("last", "1"));
  }

  private static Messages in(Language language) {
    return new Messages(
        language, text(language), new JavaStyle(Locale.forLanguageTag(language.tag())));
  }

  private record JavaStyle(Locale locale) implements LocalStyle {
    @Override
    public String number(double number) {
      return format(number, 0);
    }

    @Override
    public String tenths(double number) {
      return format(number, 1);
    }

    @Override
    public String time(String time) {
      return time;
    }

    private String format(double number, int digits) {
      NumberFormat format = NumberFormat.getInstance(locale);
      format.setMaximumFractionDigits(digits);
      return format.format(number);
    }
  }

  private static String said(Map<String, String> bundle, Text text) {
    return Objects.requireNonNull(bundle.get(text.key()));
  }

  private static Map<String, String> bundle(Language language) {
    String text = text(language);
    assertThat(new ArrayList<>(text.lines().toList())).doesNotHaveDuplicates();
    return Messages.parse(text);
  }

  private static String text(Language language) {
    String name = "/page/assets/messages_" + language.tag() + ".properties";
    try (InputStream in = Objects.requireNonNull(Messages.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
