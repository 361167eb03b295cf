package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.Cut;
import dev.potok.testkit.FaultProxy;
import dev.potok.testkit.Script;
import dev.potok.testkit.ShortRun;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no data of their own, as the real jar runs them. */
@Timeout(120)
class ClientCommandsIT {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");

  @TempDir Path folder;

  private record Run(int exitCode, String out, String err) {}

  private Run run(String input, Map<String, String> environment, String... arguments)
      throws Exception {
    Process process = start(input, environment, arguments);
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Run(
          process.exitValue(),
          Files.readString(folder.resolve("out")),
          Files.readString(folder.resolve("err")));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String input, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ShortRun.ofJar(PotokCommand.JAR.toAbsolutePath()));
    command.addAll(List.of(arguments));
    File in = Files.writeString(folder.resolve("in"), input).toFile();
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(in).redirectOutput(out).redirectError(err);
    builder.environment().keySet().removeIf(name -> name.startsWith("POTOK_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Run chat(TestServer server, String input, String... arguments) throws Exception {
    return run(
        input,
        Map.of("POTOK_SERVER", server.uri("").toString()),
        Stream.concat(Stream.of("chat"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void aQuestionGivesItsAnswerOnTheStandardOutput() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      server.model().script(Script.text("**Water**", " that\u001b[31m runs."));
      assertThat(chat(server, "", "-p", "What is a stream?"))
          .isEqualTo(new Run(0, "**Water** that[31m runs.\n", ""));
      assertThat(chat(server, "What is it?\n")).extracting(Run::exitCode).isEqualTo(0);
      assertThat(
              chat(
                  server,
                  "int i;\n",
                  "--prompt",
                  "What is this?",
                  "--chat",
                  "1",
                  "-m",
                  "test/text"))
          .extracting(Run::exitCode)
          .isEqualTo(0);
      try (ApiCaller api = new ApiCaller(server.uri(""))) {
        assertThat(api.history(1).get(2).content()).isEqualTo("What is this?\n\nint i;");
        assertThat(api.history(1).get(3).metadata().model()).contains("test/text");
        assertThat(api.history(2).getFirst().content()).isEqualTo("What is it?");
      }
    }
  }

  @Test
  void theExitCodeTellsWhatBecameOfTheAnswer() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      assertThat(chat(server, "").exitCode()).isEqualTo(2);
      assertThat(chat(server, "", "-p", "Hi", "-m", "no/such").exitCode()).isEqualTo(1);
      assertThat(chat(server, "", "-p", "Hi", "-c", "77").err()).contains("77");
      server.model().script(Script.numbered(3).errorAfter(2, "broken"));
      Run failed = chat(server, "", "-p", "Hi");
      assertThat(failed.exitCode()).isEqualTo(ChatCommand.FAILED);
      assertThat(failed.out()).isEqualTo("t1 t2\n");
      assertThat(failed.err()).startsWith("No answer, or no more of it: ");
    }
    Run unreached = run("", Map.of(), "chat", "-p", "Hi", "--server", NOBODY.toString());
    assertThat(unreached.exitCode()).isEqualTo(1);
    assertThat(unreached.err()).contains("No server answers at", "127.0.0.1:1");
    Map<String, String> russian = Map.of("LC_ALL", "ru_RU.UTF-8");
    assertThat(run("", russian, "models", "--server", NOBODY.toString()).err())
        .startsWith("По адресу http://127.0.0.1:1 сервера нет.")
        .doesNotContain("connection");
  }

  @Test
  void aProcessThatIsToldToEndStopsItsAnswer() throws Exception {
    try (TestServer server = TestServer.start(folder);
        ApiCaller api = new ApiCaller(server.uri(""))) {
      server.model().script(Script.numbered(9).held());
      Process process =
          start("", Map.of("POTOK_SERVER", server.uri("").toString()), "chat", "-p", "Count");
      try {
        server.model().releaseTokens(2);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Files.readString(folder.resolve("out")).contains("t1 t2"));
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(api.history(1).getLast().status()).isEqualTo(MessageStatus.STOPPED);
    }
  }

  @Test
  void aProcessThatIsToldToEndDoesNotWaitForAServerThatHangs() throws Exception {
    try (TestServer server = TestServer.start(folder);
        FaultProxy proxy = FaultProxy.start(server.port())) {
      server.model().script(Script.numbered(9).held());
      Process process =
          start("", Map.of("POTOK_SERVER", proxy.baseUrl().toString()), "chat", "-p", "Count");
      try {
        server.model().releaseTokens(2);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Files.readString(folder.resolve("out")).contains("t1 t2"));
        proxy.stall();
        process.destroy();
        assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aCutIsSaidAndTheAnswerGoesOn() throws Exception {
    Script script = Script.numbered(100).rate(100);
    try (TestServer server = TestServer.start(folder);
        FaultProxy proxy = FaultProxy.start(server.port())) {
      server.model().script(script);
      proxy.cutAfter(3_000, Cut.RESET);
      Run run =
          run(
              "",
              Map.of("LC_ALL", "ru_RU.UTF-8"),
              "chat",
              "-p",
              "Count",
              "--server",
              proxy.baseUrl().toString());
      assertThat(run.exitCode()).isEqualTo(0);
      assertThat(run.out()).isEqualTo(script.wholeText() + "\n");
      assertThat(run.err()).contains("Связь потеряна", "Связь восстановлена.");
    }
  }

  @Test
  void modelsAreListed() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Run listed = run("", Map.of(), "models", "--server", "127.0.0.1:" + server.port());
      assertThat(listed.exitCode()).isEqualTo(0);
      assertThat(listed.out()).contains("* test/numbered\n", "  test/text\n");
    }
    Run unreached = run("", Map.of("POTOK_PORT", "1"), "models");
    assertThat(unreached.exitCode()).isEqualTo(1);
    assertThat(unreached.err())
        .isEqualTo(
            "No server answers at http://127.0.0.1:1. Start one with \"potok serve\","
                + " or name another with --server or POTOK_SERVER.\n");
    assertThat(run("", Map.of(), "models", "--server", "ftp://x").err())
        .contains("ftp://x", "expected");
  }

  @Test
  void markdownIsRenderedTheSameInPieces() throws Exception {
    String markdown = "# Привет\n\n- a\n- **b**\n\n```java\nint i;\n```\n\n| a |\n|---|\n| 1 |\n";
    Run whole = run(markdown, Map.of(), "render");
    assertThat(whole.exitCode()).isEqualTo(0);
    assertThat(whole.out()).contains("<h1>Привет</h1>", "<strong>b</strong>", "<table>");
    assertThat(run(markdown, Map.of(), "render", "--chunk", "1")).isEqualTo(whole);
    assertThat(run(markdown, Map.of(), "render", "--chunk", "7")).isEqualTo(whole);
    Run wrong = run("", Map.of(), "render", "--chunk", "0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("--chunk: 0 (expected: 1 or more)");
  }

  @Test
  void theShellIsToldWhatThereIs() throws Exception {
    Run script = run("", Map.of(), "completion", "bash");
    assertThat(script.exitCode()).isEqualTo(0);
    assertThat(script.out()).contains("complete -F", "--prompt", "render", "serve");
    assertThat(run("", Map.of(), "completion", "fish").exitCode()).isEqualTo(2);
  }

  @Test
  void helpIsThereInBothLanguages() throws Exception {
    assertThat(run("", Map.of(), "chat", "--help").out()).contains("Go on with this chat.");
    Run russian = run("", Map.of("LC_ALL", "ru_RU.UTF-8"), "chat", "--help");
    assertThat(russian.out()).contains("Продолжить этот чат.");
  }
}
