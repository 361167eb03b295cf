package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import dev.potok.testkit.ScriptedModelServer;
import dev.potok.testkit.ShortRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a person starts it, ends it, and kills it. */
@Timeout(120)
@ExtendWith(Chromium.Provider.class)
class PotokProcessIT {
  private static final Path JAR = Path.of(System.getProperty("potok.jar", "target/potok.jar"));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a JVM that was ended by SIGTERM exits with: 128 and the signal's number. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  private final ScriptedModelServer model = ScriptedModelServer.start();
  private final List<BrowserContext> profiles = new ArrayList<>();

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        folder.resolve("test.yaml"),
        """
        find-local-models: false
        models:
          - name: test
            base-url: %s
            models: [numbered]
        """
            .formatted(model.baseUrl()));
  }

  @AfterEach
  void close() {
    profiles.forEach(BrowserContext::close);
    model.close();
  }

  @Test
  void theJarStartsSaysWhereItIsAndAnswersInTheBrowser(Chromium chromium) throws Exception {
    model.enqueue(Script.numbered(3));
    try (PotokProcess potok = start()) {
      awaitOutput(
          potok,
          "http://localhost:" + potok.port() + "/",
          data().toString(),
          "test/numbered (default)");
      assertThat(potok.output()).doesNotContain("Exception").doesNotContain("WARNING");
      BrowserPage page = open(chromium, potok, "/");
      page.send("Count");
      page.awaitStatus("complete");
      assertThat(page.answerText()).hasText("t1 t2 t3");
      assertThat(potok.terminate()).isEqualTo(TERMINATED);
      assertThat(potok.output()).doesNotContain("Exception");
    }
  }

  @Test
  void anAnswerThatRunsWhenTheServerIsToldToEndIsWrittenToItsEnd(Chromium chromium)
      throws Exception {
    model.enqueue(Script.numbered(5).held());
    try (PotokProcess potok = start()) {
      BrowserPage page = open(chromium, potok, "/");
      page.send("Count");
      model.releaseTokens(2);
      assertThat(page.answerText()).hasText("t1 t2");
      CompletableFuture<Integer> exit = terminate(potok);
      model.releaseTokens(3);
      page.awaitStatus("complete");
      assertThat(page.answerText()).hasText("t1 t2 t3 t4 t5");
      assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(TERMINATED);

      potok.restart();
      page.reload();
      page.awaitStatus("complete");
      assertThat(page.answerText()).hasText("t1 t2 t3 t4 t5");
    }
  }

  @Test
  void anAnswerThatGoesOnTooLongWhenTheServerIsToldToEndIsInterruptedWithItsText(Chromium chromium)
      throws Exception {
    model.enqueue(Script.numbered(5).held());
    try (PotokProcess potok = start()) {
      BrowserPage page = open(chromium, potok, "/");
      page.send("Count");
      model.releaseTokens(2);
      assertThat(page.answerText()).hasText("t1 t2");
      CompletableFuture<Integer> exit = terminate(potok);
      assertThat(exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(TERMINATED);
      page.awaitStatus("interrupted");
      assertThat(page.answerText()).hasText("t1 t2");
      assertThat(page.stop()).isHidden();
      page.keepLooks("interrupted");
      assertThat(model.awaitCompletion(1, PATIENCE).awaitEnd(PATIENCE))
          .hasValue(RecordedRequest.Outcome.CLOSED_BY_CLIENT);

      potok.restart();
      assertLastAnswer(potok, page.chatId(), MessageStatus.INTERRUPTED, "t1 t2");
    }
  }

  @Test
  void whatAReaderWasShownSurvivesAKillAndIsAnInterruptedAnswer(Chromium chromium)
      throws Exception {
    model.enqueue(Script.numbered(50).held(), Script.numbered(3));
    try (PotokProcess potok = start()) {
      BrowserPage page = open(chromium, potok, "/");
      page.send("Count");
      model.releaseTokens(20);
      String shown = Script.numbered(20).wholeText();
      assertThat(page.answerText()).hasText(shown);
      potok.kill();
      assertThat(page.find(".notice")).hasText("Connection lost, reconnecting…");
      assertThat(page.answerText()).hasText(shown);

      potok.restart();
      page.awaitStatus("interrupted");
      assertThat(page.answerText()).hasText(shown);
      assertLastAnswer(potok, page.chatId(), MessageStatus.INTERRUPTED, shown);
      page.answer().locator(".card button[data-action=retry]").click();
      page.awaitStatus("complete");
      assertThat(page.answerText()).hasText("t1 t2 t3");
      assertThat(page.messages()).hasCount(2);
    }
  }

  @Test
  void whereUnfinishedAnswersAreNotWantedAKillLeavesTheQuestionAlone() throws Exception {
    model.script(Script.numbered(50).held());
    Files.writeString(
        configuration(), Files.readString(configuration()) + "answers:\n  on-failure: remove\n");
    try (PotokProcess potok = start();
        ApiCaller api = new ApiCaller(potok.baseUrl())) {
      long chat = api.newChat();
      Thread sender = Thread.ofVirtual().start(() -> sayUntilItBreaks(api, chat));
      await().until(() -> api.history(chat).size() == 2);
      model.releaseTokens(3);
      await().until(() -> answerHas(api, chat, "t1 t2 t3"));
      potok.kill();
      sender.join();
      potok.restart();

      assertThat(api.history(chat)).extracting(MessageRead::content).containsExactly("Count");
    }
  }

  private static void sayUntilItBreaks(ApiCaller api, long chat) {
    try {
      api.say(chat, "Count");
    } catch (Exception e) {
      // The server is killed meanwhile.
    }
  }

  /** As a reader from the beginning is told; it leaves when it has seen so much. */
  private static boolean answerHas(ApiCaller api, long chat, String text) throws Exception {
    long answer = api.history(chat).getLast().id();
    return api.textSoFar(chat, answer).contains(text);
  }

  @Test
  void withoutAModelTheGuideInTheJarAnswersInTheLanguageOfTheQuestion() throws Exception {
    Files.writeString(configuration(), "find-local-models: false\n");
    try (PotokProcess potok = start();
        ApiCaller api = new ApiCaller(potok.baseUrl())) {
      awaitOutput(potok, "potok/guide (default)", "Only the built-in guide answers so far");
      assertGuideSays(api, "How do I connect Ollama?", "11434", "*Source: ", "Searching the");
      assertGuideSays(api, "Как подключить Ollama?", "11434", "*Источник: ", "Ищу в документации");
    }
  }

  @Test
  void aProviderThatRefusesTheKeyIsNamedAtTheStart() throws Exception {
    model.requireKey("right");
    Files.writeString(
        configuration(),
        """
        find-local-models: false
        models:
          - name: work
            base-url: %s
            api-key: wrong-key
        """
            .formatted(model.baseUrl()));
    try (PotokProcess potok = start()) {
      awaitOutput(potok, "potok/guide (default)", "work gives no list", "model_unauthorized");
      assertThat(potok.output()).doesNotContain("wrong-key");
    }
  }

  private static void assertGuideSays(
      ApiCaller api, String question, String fact, String source, String thinking)
      throws Exception {
    long chat = api.newChat();
    api.say(chat, question);
    MessageRead answer = api.history(chat).getLast();
    assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(answer.content()).contains(fact, source);
    assertThat(answer.metadata().model()).hasValue("potok/guide");
    assertThat(answer.metadata().thinkingText().orElse("")).startsWith(thinking);
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() throws Exception {
    try (PotokProcess potok = start()) {
      Ended second = run("serve", "--port", "0", "--data-dir", data().toString());
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.output())
          .contains(data().toString())
          .contains("in use by another Potok")
          .doesNotContain("\tat ");
      assertThat(potok.isAlive()).isTrue();
    }
  }

  @Test
  void aPortInUseIsSaidInASentence() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      Ended potok = run("serve", "--port", port, "--data-dir", data().toString());
      assertThat(potok.exitCode()).isEqualTo(1);
      assertThat(potok.output())
          .contains("Port " + port + " is in use. Choose another one with --port.")
          .doesNotContain("Exception")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void anAddressThatOthersCanReachIsRefused() throws Exception {
    Ended potok = run("serve", "--host", "0.0.0.0", "--port", "0", "--data-dir", data().toString());
    assertThat(potok.exitCode()).isEqualTo(1);
    assertThat(potok.output()).contains("0.0.0.0").contains("loopback").doesNotContain("\tat ");
  }

  @Test
  void theHelpNamesEveryCommandAndOption() throws Exception {
    Ended help = run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output()).contains("serve");
    Ended serveHelp = run("serve", "--help");
    assertThat(serveHelp.exitCode()).isZero();
    assertThat(serveHelp.output())
        .contains("--port", "--host", "--data-dir", "--config", "--gguf", "POTOK_PORT");
    assertThat(run("serve", "--prot", "1").exitCode()).isEqualTo(2);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path configuration() {
    return folder.resolve("test.yaml");
  }

  private PotokProcess start() throws InterruptedException {
    return PotokProcess.launch(
        ShortRun.ofJar(JAR),
        data(),
        Map.of("LC_ALL", "C.UTF-8"),
        "--config",
        configuration().toString());
  }

  private BrowserPage open(Chromium chromium, PotokProcess potok, String path) {
    BrowserContext profile =
        chromium.profile(
            new Browser.NewContextOptions()
                .setLocale("en-US")
                .setViewportSize(BrowserPage.WIDE, BrowserPage.HEIGHT));
    profiles.add(profile);
    return new BrowserPage(profile, "en").go(potok.baseUrl() + path);
  }

  /** What a start says comes after the server answers, when the models have been asked for. */
  private static void awaitOutput(PotokProcess potok, String... texts) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(potok.output()).contains(texts));
  }

  private static CompletableFuture<Integer> terminate(PotokProcess potok) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return potok.terminate();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static void assertLastAnswer(
      PotokProcess potok, long chat, MessageStatus status, String text) throws Exception {
    try (ApiCaller api = new ApiCaller(potok.baseUrl())) {
      MessageRead stored = api.history(chat).getLast();
      assertThat(stored.status()).isEqualTo(status);
      assertThat(stored.content()).isEqualTo(text);
    }
  }

  private record Ended(int exitCode, String output) {}

  /** Runs the jar, which shall end by itself. */
  private Ended run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("POTOK_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("POTOK_CONFIG", configuration().toString());
    Path output = folder.resolve("output.txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }
}
