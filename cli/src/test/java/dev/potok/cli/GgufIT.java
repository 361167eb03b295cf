package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.ShortRun;
import dev.potok.testkit.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code potok serve --gguf FILE}, as a person starts it, with a tiny model. */
@Timeout(120)
class GgufIT {
  private static final Path JAR = Path.of(System.getProperty("potok.jar", "target/potok.jar"));
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aLocalFileAnswersAndItsProcessGoesWithTheServer() throws Exception {
    Path file = folder.resolve("tiny.gguf");
    TinyGguf.write(file);
    try (PotokProcess potok =
            PotokProcess.launch(
                ShortRun.ofJar(JAR),
                folder.resolve("data"),
                Map.of("LC_ALL", "C.UTF-8", "POTOK_FIND_LOCAL_MODELS", "false"),
                "--config",
                emptyConfiguration().toString(),
                "--gguf",
                file.toString());
        ApiCaller api = new ApiCaller(potok.baseUrl())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(potok.output())
                  .contains("Loading the model: " + file, "gguf/tiny (default)"));
      long chat = api.newChat();
      api.say(chat, "Say something, please");
      MessageRead answer = api.history(chat).getLast();
      assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETE);
      assertThat(answer.metadata().model()).hasValue("gguf/tiny");
      assertThat(answer.metadata().tokens()).isPresent();
      assertThat(potok.output()).doesNotContain("WARNING");
      List<ProcessHandle> children =
          ProcessHandle.of(potok.pid()).orElseThrow().children().toList();
      assertThat(children).hasSize(1);

      potok.kill();

      await().atMost(PATIENCE).until(() -> !children.getFirst().isAlive());
    }
  }

  @Test
  void anotherFileIsRefusedWithItsPath() throws Exception {
    Path page = Files.writeString(folder.resolve("page.gguf"), "<html></html>");
    Path none = folder.resolve("none.gguf");

    assertRefused(page, page + " (expected: a GGUF file");
    assertRefused(none, none + " (expected: a GGUF file; there is no such file)");
  }

  private void assertRefused(Path file, String message) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.toString(), "serve", "--port", "0"));
    command.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    command.addAll(List.of("--config", emptyConfiguration().toString()));
    command.addAll(List.of("--gguf", file.toString()));
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(Files.readString(output))
          .contains(message)
          .doesNotContain("Loading the model", "\tat ");
    } finally {
      process.destroyForcibly();
    }
  }

  private Path emptyConfiguration() throws IOException {
    return Files.writeString(folder.resolve("test.yaml"), "find-local-models: false\n");
  }
}
