package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.potok.testkit.Script;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model that thinks for long before its first word. */
@Timeout(60)
class OpenAiSilenceIT {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  @TempDir Path folder;

  @Test
  void commentsKeepTheStreamOpenAndClientsPassThemOver() throws Exception {
    try (TestServer server = TestServer.start(folder);
        NodeClient node = NodeClient.start(folder)) {
      server.model().script(Script.numbered(2).held());
      FutureTask<String> java = new FutureTask<>(() -> withJava(server.uri("/v1").toString()));
      // Not on the common pool, which HttpClient completes its futures on.
      Thread.ofPlatform().daemon().start(java);
      NodeClient.Call javaScript =
          node.call(
              server.uri("/v1"),
              "completion",
              "{\"model\":\"test/numbered\",\"stream\":true," + HI + "}");
      server.model().awaitCompletion(2, Duration.ofSeconds(20));
      HttpResponse<InputStream> bytes =
          server.open(
              server
                  .request("/v1/chat/completions")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"stream\":true," + HI + "}"))
                  .build());
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(bytes.body(), UTF_8))) {
        assertThat(lines.readLine()).contains("\"role\":\"assistant\"");
        assertThat(lines.readLine()).isEmpty();
        // The last of the three to begin, so the other two have theirs as well.
        assertThat(lines.readLine()).isEqualTo(": ping");
        server.model().releaseTokens(6);
        assertThat(lines.lines()).last().isEqualTo("");
      }
      assertThat(java.get()).isEqualTo("t1 t2");
      assertThat(javaScript.nextText() + javaScript.nextText()).isEqualTo("t1 t2");
      assertThat(javaScript.all()).noneMatch(line -> line.has("error"));
    }
  }

  private static String withJava(String baseUrl) {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(baseUrl).apiKey("any").maxRetries(0).build();
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder().model("test/numbered").addUserMessage("Hi").build();
    try (var stream = client.chat().completions().createStreaming(params)) {
      return stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .collect(Collectors.joining());
    } finally {
      client.close();
    }
  }
}
