package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.models.conformance.RecordedOutput;
import dev.potok.protocol.FinishReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuideProviderTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final RecordedOutput output = new RecordedOutput();
  private final GuideProvider guide = new GuideProvider(pauses::add);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          How do I connect a model?                       | Connecting models
          What happens to an answer if the connection breaks? | The network breaks
          How do I connect Ollama?                        | Connect Ollama
          can I use LM Studio with this?                  | Connect LM Studio
          connect to openrouter                           | Connect another service
          where do I put my API key                       | Where keys are kept
          how do I set the key for openai                 | Connect OpenAI
          How can I change the port?                      | Change the port
          the port is already in use                      | The port is in use
          how to run potok                                | Install and run
          Where are my chats stored?                      | Where the data lies
          how do I make a backup?                         | Back up and restore
          can I have several providers                    | Several providers at once
          how to stop an answer                           | Stop an answer
          delete a message                                | Delete a message
          what happens when I close the tab               | The tab is closed or reloaded
          what happens if the server crashes or dies?     | The server dies or is restarted
          set a system prompt                             | Instructions of a project (system prompt)
          streaming does not work behind nginx            | Nothing streams behind nginx
          example with curl                               | Stream an answer with curl
          what does model_rate_limited mean               | model_rate_limited: too many requests (429)
          error 429                                       | model_rate_limited: too many requests (429)
          CORS                                            | Allow other origins (CORS)
          can I open it from my phone?                    | Access from another computer or a phone
          What is Potok?                                  | What Potok is
          which license does it have                      | License and price
          what is POTOK_API_BASE                          | Where the page finds the API
          """)
  void anEnglishQuestionFindsItsSection(String question, String heading) {
    assertThat(best(question, GuideLanguage.ENGLISH)).isEqualTo(heading);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Что умеет Potok?                                | Что умеет Potok
          Как подключить модель?                          | Подключение моделей
          Что будет с ответом, если связь оборвётся?      | Обрыв связи или сети
          Как подключить Ollama?                          | Подключить Ollama
          Как сменить порт?                               | Сменить порт
          порт уже занят, что делать                      | Порт занят
          Куда вписать ключ OpenAI?                       | Подключить OpenAI
          Как запустить Potok?                            | Установить и запустить
          Где хранятся данные?                            | Где лежат данные
          как сделать резервную копию                     | Резервная копия и восстановление
          можно ли подключить несколько поставщиков       | Несколько поставщиков сразу
          как остановить ответ                            | Остановить ответ
          удалить сообщение                               | Удалить сообщение
          что будет, если закрыть вкладку?                | Если закрыть или перезагрузить вкладку
          что будет, если сервер упадёт?                  | Сервер упал или перезапущен
          как задать системный промпт                     | Инструкции проекта (системный промпт)
          не работает поток через nginx                   | За nginx ничего не приходит потоком
          пример с curl                                   | Получить ответ потоком через curl
          ошибка model_timeout                            | model_timeout: ответ не начинается
          можно ли открыть с телефона                     | Доступ с другого компьютера или телефона
          Что такое Potok?                                | Что такое Potok
          Можно ли пользоваться без интернета?            | Пользоваться без интернета
          Как сделать чат тёмным?                         | Вид: тема и отрисовка
          размышления модели                              | Размышления модели
          """)
  void aRussianQuestionFindsItsSection(String question, String heading) {
    assertThat(best(question, GuideLanguage.RUSSIAN)).isEqualTo(heading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What will the weather be in Paris today?",
        "Write me a poem about love",
        "Write a poem",
        "Who won the world cup in 1998?",
        "Какая завтра погода в Париже?",
        "Напиши стихотворение о любви",
        "Сколько будет 17 умножить на 23?"
      })
  void whatTheDocumentationDoesNotSayIsNotAnswered(String question) throws Exception {
    ask(question);

    assertThat(output.text())
        .startsWith(
            GuideLanguage.of(question) == GuideLanguage.ENGLISH
                ? "I found nothing about this in Potok’s documentation"
                : "Об этом в документации Potok ничего не нашлось")
        .contains("- **");
  }

  @Test
  void anAnswerHasItsSourceAndItsThinkingSaysWhatWasSearched() throws Exception {
    ask("How do I connect Ollama?");

    assertThat(output.text())
        .startsWith("### Connect Ollama\n\n")
        .contains("ollama serve", "*Source: models.md, “Connect Ollama”*")
        .contains("not a language model");
    assertThat(output.thinking())
        .containsPattern(
            "Searching the \\d+ passages of Potok’s documentation for: connect, ollama\\."
                + " Passages that hold any of it: \\d+\\.\n"
                + "The best is “Connect Ollama” in models\\.md, with a score of \\d+\\.\\d\\d\\.");
  }

  @Test
  void anAnswerEndsBeforeAStopText() throws Exception {
    ask("How do I connect Ollama?");
    String whole = output.text();
    RecordedOutput stopped = new RecordedOutput();

    ModelCompletion completion =
        guide.answer(asking(OptionalInt.empty(), List.of("nowhere", "serve", "Ollama\n")), stopped);

    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(stopped.text()).isEqualTo("### Connect ");
    assertThat(whole).startsWith(stopped.text());
    assertThat(completion.tokens()).hasValue(2);
  }

  @Test
  void anAnswerHasNoMoreWordsThanAreWanted() throws Exception {
    ModelCompletion completion = guide.answer(asking(OptionalInt.of(3), List.of()), output);

    assertThat(completion.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(output.text().strip()).isEqualTo("### Connect Ollama");
    assertThat(completion.tokens()).hasValue(3);
    RecordedOutput fitting = new RecordedOutput();
    assertThat(guide.answer(asking(OptionalInt.of(2), List.of("Ollama")), fitting).finishReason())
        .isEqualTo(FinishReason.STOP);
  }

  private static Prompt asking(OptionalInt maxTokens, List<String> stop) {
    return new Prompt(
        "guide",
        "",
        List.of(new Prompt.Turn.User("How do I connect Ollama?")),
        "",
        new ModelOptions(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            maxTokens,
            stop,
            List.of(),
            ModelOptions.ToolChoice.AUTO));
  }

  @ParameterizedTest
  @CsvSource({
    "What can Potok do?, ### What Potok can do",
    "What is Potok?, ### What Potok is",
    "Что умеет Potok?, ### Что умеет Potok"
  })
  void whatPotokIsAndDoesIsTold(String question, String heading) throws Exception {
    ask(question);

    assertThat(output.text()).contains(heading);
  }

  @Test
  void aLaterAnswerDoesNotSayAgainWhoSpeaks() throws Exception {
    guide.answer(
        new Prompt(
            "guide",
            "",
            List.of(
                new Prompt.Turn.User("Привет"),
                new Prompt.Turn.Assistant("Здравствуйте"),
                new Prompt.Turn.User("Как подключить Ollama?"))),
        output);

    assertThat(output.text())
        .startsWith("### Подключить Ollama")
        .contains("*Источник: models.md, «Подключить Ollama»*")
        .doesNotContain("не языковая модель");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello!", "Who are you?", "So, what can you do?", "What's your name?"})
  void itSaysWhoItIs(String question) throws Exception {
    ask(question);

    assertThat(output.text())
        .contains("not a language model", "OPENAI_API_KEY", "OPENAI_BASE_URL", "Ollama")
        .contains("potok.yaml", "**Connecting models**");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Привет!", "Кто ты?", "А что ты умеешь?"})
  void itSaysWhoItIsInRussian(String question) throws Exception {
    ask(question);

    assertThat(output.text())
        .contains("не языковая модель", "OPENAI_API_KEY", "OPENAI_BASE_URL", "Ollama")
        .contains("potok.yaml", "**Подключение моделей**");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\t",
        "?!…",
        "how do I",
        "как и что",
        "🙂🙃",
        "\uD800 lone",
        "+-&&||!(){}[]^\"~*?:\\/",
        "text:* OR heading:[* TO *]",
        "ollama AND (",
        "\"ollama",
        "ollama~2^9999999",
        "number:0",
        "\0ollama\u0007"
      })
  void noQuestionHarmsIt(String question) throws Exception {
    assertThat(ask(question).finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(output.text()).isNotBlank();
    assertThat(output.thinking()).isNotBlank();
  }

  @Test
  void ofALongQuestionOnlyTheBeginningIsSearched() throws Exception {
    StringBuilder question = new StringBuilder("connect ollama ");
    for (int i = 0; question.length() < 100_000; i++) {
      question.append("word").append(i).append(' ');
    }

    ask(question.toString());

    assertThat(guide.search(question.toString(), GuideLanguage.ENGLISH).terms())
        .hasSize(GuideIndex.MAX_TERMS);
    assertThat(output.text()).isNotBlank();
  }

  @Test
  void aWordWithoutAnEndIsNoHarm() throws Exception {
    ask("x".repeat(100_000));

    assertThat(output.text()).startsWith("I found nothing");
  }

  @Test
  void theTokensAreTheWordsAndEachHasItsPause() throws Exception {
    ModelCompletion completion = ask("How do I connect Ollama?");

    long words = output.text().strip().split("\\s+").length;
    assertThat(completion.tokens()).isEqualTo(OptionalLong.of(words));
    assertThat(pauses).hasSize((int) words).containsOnly(Duration.ofNanos(16_666_666));
  }

  @Test
  void aStopEndsTheAnswerAtOnce() {
    GuideProvider stopped =
        new GuideProvider(time -> {
          if (output.text().length() > 10) {
            throw new InterruptedException();
          }
        });

    assertThatThrownBy(() -> stopped.answer(prompt("connect ollama"), output))
        .isInstanceOf(InterruptedException.class);
    assertThat(output.text()).isEqualTo("### Connect ");
  }

  @Test
  void itGoesOnWithItsOwnBeginningAndSaysNothingTwice() throws Exception {
    ask("How do I connect Ollama?");
    String whole = output.text();
    RecordedOutput rest = new RecordedOutput();

    guide.answer(continued("How do I connect Ollama?", whole.substring(0, 40)), rest);

    assertThat(whole.substring(0, 40) + rest.text()).isEqualTo(whole);
    assertThat(rest.thinking()).isEmpty();
  }

  @Test
  void afterABeginningThatIsNotItsOwnItSaysAll() throws Exception {
    ask("How do I connect Ollama?");
    RecordedOutput rest = new RecordedOutput();

    guide.answer(continued("How do I connect Ollama?", "Something else"), rest);

    assertThat(rest.text()).isEqualTo("\n\n" + output.text());
  }

  private static Prompt continued(String question, String beginning) {
    return new Prompt("guide", "", List.of(new Prompt.Turn.User(question)), beginning);
  }

  @Test
  void itOffersOneModel() {
    assertThat(guide.models()).containsExactly(new ModelInfo("guide", "Potok guide"));
    assertThat(guide.name()).isEqualTo("potok");
  }

  private String best(String question, GuideLanguage language) {
    assertThat(GuideLanguage.of(question)).isEqualTo(language);
    GuideFindings findings = guide.search(question, language);
    assertThat(findings.hits()).as("hits for %s", findings.terms()).isNotEmpty();
    return findings.hits().getFirst().passage().heading();
  }

  private ModelCompletion ask(String question) throws InterruptedException {
    return guide.answer(prompt(question), output);
  }

  private static Prompt prompt(String question) {
    return new Prompt("guide", "", List.of(new Prompt.Turn.User(question)));
  }
}
