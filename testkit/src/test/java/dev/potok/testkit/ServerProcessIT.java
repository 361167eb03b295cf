package dev.potok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerProcessIT {

  @Test
  void startsAnswersAndIsKilled() throws Exception {
    int port;
    try (ScriptedModelServer probe = ScriptedModelServer.start()) {
      port = probe.port();
    }
    URI models = URI.create("http://127.0.0.1:" + port + "/v1/models");
    List<String> command = java(ScriptedModelServer.class.getName(), "--port", "" + port);

    try (ServerProcess server = ServerProcess.start(command, Map.of(), models)) {
      assertThat(server.isAlive()).isTrue();
      assertThat(server.output()).contains("127.0.0.1:" + port);
      server.kill();
      assertThat(server.isAlive()).isFalse();
    }
    try (ServerProcess again = ServerProcess.start(command, Map.of(), models)) {
      assertThat(again.terminate()).isEqualTo(128 + 15);
    }
  }

  @Test
  void oneThatDoesNotStartShowsItsOutput() {
    List<String> command = java(ScriptedModelServer.class.getName(), "--nonsense");

    assertThatThrownBy(
            () -> ServerProcess.start(command, Map.of(), URI.create("http://127.0.0.1:9/health")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("--nonsense (expected: --port and a number)");
  }

  private static List<String> java(String... arguments) {
    String classPath =
        Stream.of("jdk.module.path", "java.class.path")
            .map(property -> System.getProperty(property, ""))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(arguments));
    return command;
  }
}
