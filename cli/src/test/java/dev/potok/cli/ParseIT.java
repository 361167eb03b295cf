package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.testkit.Script;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code potok parse} as a process, over a pipe and over HTTP. */
@Timeout(90)
class ParseIT {
  @TempDir Path folder;

  @Test
  void aPipeIsReadAsItComes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                PotokCommand.JAR.toAbsolutePath().toString(),
                "parse",
                "--time")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      try (OutputStream in = process.getOutputStream()) {
        in.write("data: {\"choices\":[{\"delta\":{\"content\":\"Привет\"}}]}\n\n".getBytes(UTF_8));
        in.flush();
        assertThat(out.readLine()).contains("\"type\":\"message_start\"").contains("\"time\":");
        assertThat(out.readLine()).contains("\"delta\":\"Привет\"");
        in.write("data: [DONE]\n\n".getBytes(UTF_8));
      }
      assertThat(out.readLine()).contains("\"type\":\"message_end\"");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anAnswerIsReadFromItsAddress() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      server.model().script(Script.text("Hello!"));
      server.json("POST", "/api/web/v1/chats", "{}");
      server.json("POST", "/api/web/v1/chats/1/messages/stream", "{\"content\":\"Hi\"}");
      String address = server.uri("/api/web/v1/chats/1/messages/2/stream?after=0").toString();

      PotokCommand run = PotokCommand.run(folder, Map.of(), "parse", address);
      assertThat(run.exitCode()).as(run.output()).isZero();
      List<String> lines = run.output().lines().toList();
      assertThat(lines).hasSize(3).contains("{\"type\":\"message_delta\",\"delta\":\"Hello!\"}");
      assertThat(lines.getFirst()).startsWith("{\"type\":\"message_start\",\"user_message\":{");
      assertThat(lines.getLast()).endsWith("\"finish_reason\":\"stop\"}");

      PotokCommand raw = PotokCommand.run(folder, Map.of(), "parse", "--raw", address);
      assertThat(raw.exitCode()).as(raw.output()).isZero();
      assertThat(raw.output())
          .contains(
              "{\"event\":\"message_delta\",\"data\":\"{\\\"delta\\\":\\\"Hello!\\\"}\",\"id\":\"2\"}\n");
    }
  }

  @Test
  void aPageAndARefusalAreSaid() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      PotokCommand page =
          PotokCommand.run(
              folder, Map.of("LC_ALL", "ru_RU.UTF-8"), "parse", server.uri("/").toString());
      assertThat(page.exitCode()).isEqualTo(StreamPrinter.NO_STREAM);
      assertThat(page.output()).contains("отвечает не потоком", "text/html", "<!doctype html>");
      PotokCommand refused =
          PotokCommand.run(folder, Map.of(), "parse", server.uri("/api/web/v1/no").toString());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output()).contains("HTTP status 404", "route_not_found");
    }
  }

  @Test
  void anAddressThatCannotBeReachedIsSaid() throws Exception {
    PotokCommand run =
        PotokCommand.run(
            folder, Map.of("LC_ALL", "ru_RU.UTF-8"), "parse", "http://127.0.0.1:1/stream");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).startsWith("Нет соединения с http://127.0.0.1:1/stream: ");
    assertThat(run.output().lines()).hasSize(1);
  }
}
