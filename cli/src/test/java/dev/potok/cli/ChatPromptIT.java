package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.potok.client.PotokClient;
import dev.potok.client.RefusedException;
import dev.potok.client.RetryLaterException;
import dev.potok.engine.Language;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.FaultProxy;
import dev.potok.testkit.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal, whose keys are typed by the test. */
@Timeout(60)
class ChatPromptIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @TempDir Path folder;

  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private TestServer server;
  private PotokClient client;
  private @Nullable Terminal terminal;
  private @Nullable Thread prompt;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    client = PotokClient.of(server.uri(""));
  }

  @AfterEach
  void close() throws IOException {
    if (terminal != null) {
      terminal.close();
    }
    client.close();
    server.close();
  }

  private ChatPrompt prompt(PotokClient of, OptionalLong chat) throws IOException {
    Terminal screened =
        new ExternalTerminal("test", "xterm", new PipedInputStream(keys), screen, UTF_8);
    terminal = screened;
    PrintStream out = new PrintStream(screened.output(), true, UTF_8);
    ChatOutput output =
        new ChatOutput(
            Console.of(Language.ENGLISH, out, out),
            server.uri(""),
            new ChatOutput.Look(true, () -> 80),
            true);
    ChatTalk talk = new ChatTalk(of, chat, Optional.empty());
    return new ChatPrompt(talk, screened, folder.resolve("history"), output);
  }

  private void talk(OptionalLong chat) throws IOException {
    ChatPrompt chatPrompt = prompt(client, chat);
    prompt = Thread.ofPlatform().daemon().start(() -> chatPrompt.run(server.uri("")));
    await().atMost(PATIENCE).until(() -> screen().contains("› "));
  }

  private void type(String text) throws IOException {
    keys.write(text.getBytes(UTF_8));
    keys.flush();
  }

  private String screen() {
    return screen.toString(UTF_8).replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "");
  }

  private void awaitScreen(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(screen()).contains(text));
  }

  private void awaitLeft() throws InterruptedException {
    Thread talking = prompt;
    assertThat(talking != null && talking.join(PATIENCE)).isTrue();
  }

  @Test
  void aQuestionIsAnsweredAndCommandsAreDone() throws Exception {
    server.model().script(Script.text("# Wa", "ter\n", "It **ru", "ns**."));
    talk(OptionalLong.empty());
    type("What is a stream?\r");
    awaitScreen("test/numbered · 4 tokens");
    assertThat(screen()).contains("Water").contains("It runs.").doesNotContain("**");
    assertThat(screen.toString(UTF_8)).contains("\u001b[1mruns\u001b[0m");
    type("/chats\r");
    awaitScreen("What is a stream?\n".strip());
    type("/models\r");
    awaitScreen("* test/numbered");
    type("/model test/text\r");
    awaitScreen("Model: test/text");
    type("/new\r");
    awaitScreen("A new chat.");
    type("Again\r");
    awaitScreen("test/text · 4 tokens");
    type("/open 1\r");
    awaitScreen("› What is a stream?");
    type("/nonsense\r");
    awaitScreen("/nonsense: no such command");
    type("/help\r");
    awaitScreen("Ctrl-C twice");
    type("/quit\r");
    awaitLeft();
    assertThat(client.chats()).hasSize(2);
  }

  @Test
  void ctrlCStopsTheAnswerAndNotTheProgram() throws Exception {
    server.model().script(Script.numbered(10).held());
    talk(OptionalLong.empty());
    type("Count\r");
    server.model().releaseTokens(2);
    awaitScreen("t1 t2");
    type(CTRL_C);
    awaitScreen("Stopped.");
    MessageRead answer = client.chat(client.chats().getFirst().id()).messages().getLast();
    assertThat(answer.status()).isEqualTo(MessageStatus.STOPPED);
    assertThat(answer.content()).isEqualTo("t1 t2");
    server.model().script(Script.text(" t3"));
    type("/continue\r");
    awaitScreen("t1 t2 t3");
    type("/retry\r");
    awaitScreen(" t3");
    type(CTRL_D);
    awaitLeft();
  }

  private boolean isAsking() {
    Thread talking = prompt;
    return talking != null
        && Arrays.stream(talking.getStackTrace())
            .anyMatch(frame ->
                frame.getClassName().equals(ChatTalk.class.getName())
                    && frame.getMethodName().equals("begin"));
  }

  @Test
  void ctrlCEndsTheWaitForAServerThatHangsAndGivesTheQuestionBack() throws Exception {
    server.model().script(Script.text("It runs."));
    try (FaultProxy proxy = FaultProxy.start(server.port());
        PotokClient slow = PotokClient.of(proxy.baseUrl())) {
      ChatPrompt chatPrompt = prompt(slow, OptionalLong.empty());
      prompt = Thread.ofPlatform().daemon().start(() -> chatPrompt.run(server.uri("")));
      await().atMost(PATIENCE).until(() -> screen().contains("› "));
      proxy.stall();
      type("What is a str\r");
      await().atMost(PATIENCE).until(this::isAsking);
      type(CTRL_C);
      awaitScreen("It is back for editing.");
      proxy.pass();
      type("eam?\r");
      awaitScreen("It runs.");
      assertThat(client.chats().getFirst().title()).isEqualTo("What is a stream?");
      type("/quit\r");
      awaitLeft();
    }
  }

  @Test
  void aStopThatTheServerDoesNotTakeEndsTheReading() throws Exception {
    server.model().script(Script.numbered(10).held());
    try (FaultProxy proxy = FaultProxy.start(server.port());
        PotokClient slow = PotokClient.of(proxy.baseUrl())) {
      ChatPrompt chatPrompt = prompt(slow, OptionalLong.empty());
      prompt = Thread.ofPlatform().daemon().start(() -> chatPrompt.run(server.uri("")));
      await().atMost(PATIENCE).until(() -> screen().contains("› "));
      type("Count\r");
      server.model().releaseTokens(2);
      awaitScreen("t1 t2");
      proxy.stall();
      type(CTRL_C);
      awaitScreen("The server does not react.");
      proxy.pass();
      type("/quit\r");
      awaitLeft();
    }
  }

  @Test
  void ctrlCAtThePromptLeavesTheSecondTime() throws Exception {
    talk(OptionalLong.empty());
    type("half a li");
    awaitScreen("half a li");
    type(CTRL_C);
    type(CTRL_C);
    awaitScreen("Press Ctrl-C again to leave.");
    type(CTRL_C);
    awaitLeft();
    assertThat(client.chats()).isEmpty();
  }

  @Test
  void aMessageOfSeveralLinesIsSentAsOne() throws Exception {
    server.model().script(Script.numbered(1));
    talk(OptionalLong.empty());
    type("one\\\rtwo\u001b\rthree\r");
    awaitScreen("1 tokens");
    assertThat(client.chat(client.chats().getFirst().id()).messages().getFirst().content())
        .isEqualTo("one\ntwo\nthree");
    type("/quit\r");
    awaitLeft();
  }

  @Test
  void aChatThatIsGoneOnWithShowsItsLastMessages() throws Exception {
    server.model().script(Script.text("Water \u001b[2Jthat runs."));
    long id;
    try (dev.potok.client.Answer answer = client.newChat().send("What is a stream?")) {
      answer.await();
      id = answer.chat().id();
    }
    talk(OptionalLong.of(id));
    awaitScreen("› What is a stream?");
    awaitScreen("Water [2Jthat runs.");
    type("More\r");
    awaitScreen("tokens");
    assertThat(client.chat(id).messages()).hasSize(4);
    type("/quit\r");
    awaitLeft();
  }

  @Test
  void aServerThatRefusesIsNoReasonToLeave() throws Exception {
    talk(OptionalLong.empty());
    type("/model no/such\r");
    type("Hello\r");
    awaitScreen("No answer, or no more of it: ");
    type("/retry\r");
    awaitScreen("There is nothing in this chat yet.");
    type("/quit\r");
    awaitLeft();
  }

  @Test
  void aChatThatIsNotThereIsSaidAtTheStart() throws Exception {
    ChatPrompt chatPrompt = prompt(client, OptionalLong.of(77));
    assertThatThrownBy(() -> chatPrompt.run(server.uri("")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("77");
  }

  @Test
  void aServerThatIsNotThereIsSaidAtTheStart() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (PotokClient lost = PotokClient.of(nobody)) {
      ChatPrompt chatPrompt = prompt(lost, OptionalLong.empty());
      assertThatThrownBy(() -> chatPrompt.run(nobody)).isInstanceOf(RetryLaterException.class);
    }
    assertThat(screen()).isEmpty();
  }

  @Test
  void theThoughtsOfTheModelAreDimmed() throws Exception {
    server.model().script(Script.text("It runs.").thinking("Water", " \u001b[2Jflows."));
    talk(OptionalLong.empty());
    type("What is a stream?\r");
    awaitScreen("tokens");
    assertThat(screen.toString(UTF_8)).contains("\u001b[2mWater", "[2Jflows.\u001b[0m");
    assertThat(screen().replace("\r", "")).contains("Water [2Jflows.\n\nIt runs.\n");
    type("/quit\r");
    awaitLeft();
  }
}
