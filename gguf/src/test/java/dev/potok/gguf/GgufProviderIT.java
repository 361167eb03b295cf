package dev.potok.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.models.GgufFile;
import dev.potok.models.GgufProvider;
import dev.potok.models.GgufSettings;
import dev.potok.models.ModelHttp;
import dev.potok.models.Pause;
import dev.potok.models.Retries;
import dev.potok.models.conformance.RecordedOutput;
import dev.potok.protocol.FinishReason;
import dev.potok.testkit.TinyGguf;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real engine in a real process, with the testkit's tiny model. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GgufProviderIT {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(1);

  /** What the tiny model says if it says the likeliest. */
  private static final String LIKELIEST = " The café in 東京 streams `tea`.";

  /**
   * Its tokens, the mark of the end included: {@code é} comes in two, {@code 東} and {@code 京} in
   * three each.
   */
  private static final int LIKELIEST_TOKENS = 16;

  /** So few that a question fills them. */
  private static final int SMALL_CONTEXT_TOKENS = 256;

  /** So long that it is still read when it is given up. */
  private static final String LONG_QUESTION = "tea streams ".repeat(2000);

  private static final List<Path> CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(Path::of)
          .toList();

  @TempDir static Path folder;

  private final ModelHttp http = ModelHttp.open();
  private final Retries retries = new Retries(new Random(1), Pause.SLEEP);
  private GgufProvider provider;

  @BeforeAll
  void start() throws Exception {
    Path file = folder.resolve("tiny.gguf");
    TinyGguf.write(file);
    provider =
        GgufProvider.open(settings(file).withContextTokens(TinyGguf.CONTEXT_TOKENS), http, retries);
  }

  @AfterAll
  void close() {
    provider.close();
    http.close();
  }

  @Test
  void theModelIsNamedForItsFile() {
    assertThat(provider.models()).containsExactly(new ModelInfo("tiny", "tiny"));
  }

  @Test
  void anAnswerIsStreamedInOrderWithItsCounts() throws Exception {
    RecordedOutput output = new RecordedOutput();

    ModelCompletion completion = provider.answer(likeliest("Привет, 東京", List.of(), 0), output);

    assertThat(output.story()).isEqualTo("[text]" + LIKELIEST);
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(completion.tokens()).hasValue(LIKELIEST_TOKENS);
    assertThat(completion.promptTokens()).hasValue(59);
  }

  /** The third token is the first half of {@code é}; the last one is the mark of the end. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1, The,LENGTH,1",
        "2, The caf,LENGTH,2",
        "3, The caf,LENGTH,3",
        "4, The café,LENGTH,4",
        "14, The café in 東京 streams `tea`,LENGTH,14",
        "15, The café in 東京 streams `tea`.,LENGTH,15",
        "16, The café in 東京 streams `tea`.,STOP,16",
        "17, The café in 東京 streams `tea`.,STOP,16",
        "32, The café in 東京 streams `tea`.,STOP,16"
      })
  void anAnswerHasAsManyTokensAsItMayAndSaysWhetherItIsCut(
      int maxTokens, String text, FinishReason reason, int tokens) throws Exception {
    RecordedOutput output = new RecordedOutput();

    ModelCompletion completion = provider.answer(likeliest("Hi", List.of(), maxTokens), output);

    assertThat(output.text()).isEqualTo(text);
    assertThat(completion.finishReason()).isEqualTo(reason);
    assertThat(completion.tokens()).hasValue(tokens);
  }

  @Test
  void anAnswerEndsBeforeItsStopAlsoAtItsLimit() throws Exception {
    RecordedOutput output = new RecordedOutput();
    RecordedOutput atLimit = new RecordedOutput();

    ModelCompletion stopped =
        provider.answer(likeliest("Hi", List.of("tea", "streams"), 0), output);
    ModelCompletion stoppedAtLimit =
        provider.answer(likeliest("Hi", List.of("streams"), 13), atLimit);

    assertThat(List.of(stopped, stoppedAtLimit))
        .allSatisfy(completion -> {
          assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
          assertThat(completion.tokens()).hasValue(13);
        });
    assertThat(output.text()).isEqualTo(" The café in 東京 ");
    assertThat(atLimit.text()).isEqualTo(output.text());
    assertAnswers();
  }

  @Test
  void whatMightHaveBecomeAStopIsPartOfAnAnswerThatEndsThere() throws Exception {
    RecordedOutput output = new RecordedOutput();

    ModelCompletion completion = provider.answer(likeliest("Hi", List.of("`.\nUser:"), 0), output);

    assertThat(output.text()).isEqualTo(LIKELIEST);
    assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void anAnswerEndsWhereTheContextDoes() throws Exception {
    GgufSettings small =
        settings(folder.resolve("tiny.gguf")).withContextTokens(SMALL_CONTEXT_TOKENS);
    try (GgufProvider filled = GgufProvider.open(small, http, retries)) {
      int letters = SMALL_CONTEXT_TOKENS - promptTokens(filled, 1) + 1;

      assertFills(filled, letters - LIKELIEST_TOKENS, LIKELIEST_TOKENS, FinishReason.STOP);
      assertFills(
          filled, letters - LIKELIEST_TOKENS + 1, LIKELIEST_TOKENS - 1, FinishReason.LENGTH);
      assertFills(filled, letters - 1, 1, FinishReason.LENGTH);
      assertThatThrownBy(() -> filled.answer(letters(letters), new RecordedOutput()))
          .isInstanceOfSatisfying(
              ModelException.class,
              e ->
                  assertThat(e.detail())
                      .contains("has 256 tokens (expected: less than the context of 256)"));
    }
  }

  private static int promptTokens(GgufProvider asked, int letters) throws InterruptedException {
    ModelCompletion completion = asked.answer(letters(letters), new RecordedOutput());
    return Math.toIntExact(completion.promptTokens().orElseThrow());
  }

  private static void assertFills(GgufProvider asked, int letters, int tokens, FinishReason reason)
      throws InterruptedException {
    ModelCompletion completion = asked.answer(letters(letters), new RecordedOutput());
    assertThat(completion.promptTokens()).hasValue(SMALL_CONTEXT_TOKENS - tokens);
    assertThat(completion.tokens()).hasValue(tokens);
    assertThat(completion.finishReason()).isEqualTo(reason);
  }

  /** Each letter is a token of its own; more tokens are asked for than there is room. */
  private static Prompt letters(int count) {
    return likeliest("z".repeat(count), List.of(), 2 * SMALL_CONTEXT_TOKENS);
  }

  @Test
  void answersAtTheSameTimeAreWrittenInTurn() throws Exception {
    List<RecordedOutput> outputs =
        List.of(new RecordedOutput(), new RecordedOutput(), new RecordedOutput());
    List<Thread> threads =
        outputs.stream()
            .map(output -> answering(likeliest("Hi", List.of(), 0), output, failure()))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(outputs).allSatisfy(output -> assertThat(output.text()).isEqualTo(LIKELIEST));
  }

  @Test
  void aStopBeforeTheFirstTokenEndsTheWaitAndFreesTheModel() throws Exception {
    AtomicReference<Throwable> thrown = failure();
    Thread answering = answering(question(LONG_QUESTION), new RecordedOutput(), thrown);
    awaitThatItWaits(answering);

    answering.interrupt();

    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertAnswers();
  }

  @Test
  void aStopInTheMiddleKeepsTheTextAndFreesTheModel() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    RecordedOutput output = new RecordedOutput();
    AtomicReference<Throwable> thrown = failure();
    Thread answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                provider.answer(likeliest("Hi", List.of(), 0), new HeldOutput(output, begun));
              } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
              }
            });
    begun.await();

    answering.interrupt();

    assertThat(answering.join(STOP_LIMIT)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(output.text()).isNotEmpty();
    assertAnswers();
  }

  @Test
  void aCrashEndsOneAnswerAndTheNextStartsAnotherProcess() throws Exception {
    AtomicReference<Throwable> thrown = failure();
    Thread answering = answering(question(LONG_QUESTION), new RecordedOutput(), thrown);
    awaitThatItWaits(answering);
    ProcessHandle crashed = process();

    crashed.destroyForcibly();

    answering.join();
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> {
              assertThat(e.kind().retryable()).isTrue();
              assertThat(e.detail()).startsWith("the model's process has ended with code ");
            });
    assertAnswers();
    assertThat(process().pid()).isNotEqualTo(crashed.pid());
  }

  @Test
  void aConversationLongerThanTheContextIsRefused() {
    ModelException failure =
        catchThrowableOfType(
            ModelException.class,
            () -> provider.answer(question(LONG_QUESTION.repeat(3)), new RecordedOutput()));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.detail())
        .contains("tokens (expected: less than the context of " + TinyGguf.CONTEXT_TOKENS);
  }

  @Test
  void toolsAreRefused() {
    ModelOptions options =
        options(OptionalDouble.empty(), List.of(), 0, List.of(new ModelOptions.Tool("a", "", "")));

    ModelException failure =
        catchThrowableOfType(
            ModelException.class,
            () ->
                provider.answer(
                    new Prompt("tiny", "", List.of(new Prompt.Turn.User("Hi")), "", options),
                    new RecordedOutput()));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.detail()).contains("tools: a local GGUF model cannot be given any");
  }

  @Test
  void aFileThatIsCutIsRefusedAtTheStartWithItsPath() throws Exception {
    byte[] whole = Files.readAllBytes(folder.resolve("tiny.gguf"));
    Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> GgufProvider.open(settings(cut), http, retries))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining(cut.toString())
        .hasMessageContaining("a GGUF file that llama.cpp can load; could not load model");
  }

  private static GgufSettings settings(Path file) {
    return GgufSettings.of(new GgufFile(file), CLASS_PATH);
  }

  private void assertAnswers() throws InterruptedException {
    RecordedOutput output = new RecordedOutput();
    provider.answer(likeliest("Hi", List.of(), 0), output);
    assertThat(output.text()).isEqualTo(LIKELIEST);
  }

  /** The one process that this one has started. */
  private static ProcessHandle process() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .findFirst()
        .orElseThrow();
  }

  private static AtomicReference<Throwable> failure() {
    return new AtomicReference<>();
  }

  private Thread answering(
      Prompt prompt, RecordedOutput output, AtomicReference<Throwable> thrown) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            provider.answer(prompt, output);
          } catch (InterruptedException | RuntimeException e) {
            thrown.set(e);
          }
        });
  }

  private static void awaitThatItWaits(Thread answering) {
    await().until(() -> answering.getState() == Thread.State.TIMED_WAITING);
  }

  private static Prompt question(String text) {
    return new Prompt("tiny", "", List.of(new Prompt.Turn.User(text)));
  }

  private static Prompt likeliest(String text, List<String> stop, int maxTokens) {
    return new Prompt(
        "tiny",
        "Be brief.",
        List.of(new Prompt.Turn.User(text)),
        "",
        options(OptionalDouble.of(0), stop, maxTokens, List.of()));
  }

  private static ModelOptions options(
      OptionalDouble temperature, List<String> stop, int maxTokens, List<ModelOptions.Tool> tools) {
    return new ModelOptions(
        temperature,
        OptionalDouble.empty(),
        maxTokens == 0 ? OptionalInt.empty() : OptionalInt.of(maxTokens),
        stop,
        tools,
        new ModelOptions.ToolChoice(ModelOptions.ToolChoice.Kind.AUTO, Optional.empty()));
  }
}
