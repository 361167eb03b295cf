package dev.potok.client;

import static dev.potok.client.ScriptedPotok.delta;
import static dev.potok.client.ScriptedPotok.end;
import static dev.potok.client.ScriptedPotok.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesIT {
  private static final Pattern SNIPPET =
      Pattern.compile("@snippet class=\"dev.potok.client.(\\w+)\" region=\"(\\w+)\"");

  private static final String CHAT =
      """
      {"id":1,"title":"","created_at":"2026-11-23T00:00:00Z","updated_at":"2026-11-23T00:00:00Z"}
      """;

  private static final ScriptedPotok.Script ANSWER =
      reply ->
          reply.stream()
              .event(1, start(""))
              .event(2, delta("Water"))
              .event(3, delta(" that runs."))
              .event(4, end("Water that runs."))
              .close();

  @Test
  void everyExampleRuns() throws Exception {
    try (ScriptedPotok potok =
        new ScriptedPotok(reply -> reply.json(CHAT), ANSWER, ANSWER, ANSWER, ANSWER)) {
      Examples.hello(potok.uri());
      try (PotokClient client = Examples.settings(potok.uri())) {
        StringBuilder shown = new StringBuilder("what was there");
        Examples.events(client.chat(1), shown);
        assertThat(shown.toString()).isEqualTo("Water that runs.");
        Examples.question(client.chat(1));
        Examples.listener(client.chat(1));
      }
      assertThat(potok.requests).hasSize(5);
      assertThat(potok.requests.get(3).body())
          .contains("\"model\":\"ollama/llama3.2\"", "\"parent_id\":2", "report-2026-11-23");
      assertThat(potok.requests.get(3).fields()).containsEntry("accept-language", "ru");
    }
  }

  @Test
  void everyRegionThatTheDocumentationShowsIsAnExample() throws IOException {
    String examples = Files.readString(Path.of("src/test/java/dev/potok/client/Examples.java"));
    List<String> regions = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/potok/client"))) {
      for (Path file : files.toList()) {
        Matcher snippet = SNIPPET.matcher(Files.readString(file));
        while (snippet.find()) {
          regions.add(snippet.group(2));
        }
      }
    }
    assertThat(regions).hasSizeGreaterThanOrEqualTo(4);
    assertThat(regions)
        .allSatisfy(region -> assertThat(examples).contains("@start region=\"" + region + "\""));
  }
}
