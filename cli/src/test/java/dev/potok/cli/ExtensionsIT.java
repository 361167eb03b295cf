package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.InvalidFieldException;
import dev.potok.models.ModelHttp;
import dev.potok.models.Pause;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Providers;
import dev.potok.models.Retries;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.PotokProcess;
import dev.potok.testkit.ShortRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jars in the folder extensions, beside the jar that a person starts. */
@Timeout(120)
class ExtensionsIT {
  private static final Path JAR = Path.of(System.getProperty("potok.jar", "target/potok.jar"));

  private static final String GEMINI =
      """
      data: {"candidates":[{"content":{"parts":[{"text":"Four."}],"role":"model"},"index":0}]}

      data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},\
      "finishReason":"STOP","index":0}],\
      "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5}}

      """;

  private static final String MISTRAL =
      """
      data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"Four."}}]}

      data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":""},\
      "finish_reason":"stop"}],\
      "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

      data: [DONE]

      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"GEMINI", "MISTRAL", "BEDROCK"})
  void aProviderOfTheExtensionAnswers(ProviderKind kind) throws Exception {
    ServerSocket model = model(stream(kind));
    Path configuration =
        Files.writeString(
            folder.resolve("test.yaml"),
            """
            find-local-models: false
            models:
              - name: there
                kind: %s
                base-url: http://127.0.0.1:%d/v1
                api-key: k
                models: [m]
            %s
            """
                .formatted(
                    kind.settingsName(),
                    model.getLocalPort(),
                    kind == ProviderKind.BEDROCK ? "    region: eu-central-1" : ""));
    try (PotokProcess potok =
            PotokProcess.launch(
                ShortRun.ofJar(JAR),
                folder.resolve("data"),
                Map.of("LC_ALL", "C.UTF-8"),
                "--config",
                configuration.toString());
        ApiCaller api = new ApiCaller(potok.baseUrl())) {
      long chat = api.newChat();
      api.say(chat, "2+2?");

      MessageRead answer = api.history(chat).getLast();
      assertThat(answer.status()).isEqualTo(MessageStatus.COMPLETE);
      assertThat(answer.content()).isEqualTo("Four.");
      assertThat(answer.metadata().model()).hasValue("there/m");
      assertThat(answer.metadata().tokens()).hasValue(2);
      assertThat(potok.output()).doesNotContain("WARNING").doesNotContain("SLF4J");
    } finally {
      model.close();
    }
  }

  @Test
  void withoutTheJarAKindThatNeedsItIsRefusedWithItsName() {
    ProviderSettings settings =
        ProviderSettings.of("g", URI.create("http://h/v1")).withKind(ProviderKind.GEMINI);
    try (ModelHttp http = ModelHttp.open()) {
      Providers providers = new Providers(http, new Retries(new Random(1), Pause.SLEEP), List.of());

      assertThatThrownBy(() -> providers.open(settings))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("models.g.kind: gemini (expected: potok-langchain4j.jar");
    }
  }

  @Test
  void theJarsLieBesideTheOneThatIsStarted() {
    Extensions extensions = Extensions.beside(Optional.of(JAR));

    assertThat(extensions.jar("potok-gguf.jar")).isPresent();
    assertThat(extensions.jar("potok-langchain4j.jar")).isPresent();
    assertThat(Extensions.beside(Optional.of(folder.resolve("potok.jar"))).jar("potok-gguf.jar"))
        .isEmpty();
  }

  private static byte[] stream(ProviderKind kind) throws IOException {
    return switch (kind) {
      case GEMINI -> GEMINI.getBytes(UTF_8);
      case MISTRAL -> MISTRAL.getBytes(UTF_8);
      case BEDROCK ->
          new AwsEvents()
              .add("messageStart", "{\"role\":\"assistant\"}")
              .add("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Four.\"}}")
              .add("contentBlockStop", "{\"contentBlockIndex\":0}")
              .add("messageStop", "{\"stopReason\":\"end_turn\"}")
              .add(
                  "metadata",
                  "{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5},"
                      + "\"metrics\":{\"latencyMs\":5}}")
              .bytes();
      case OPENAI, ANTHROPIC -> throw new IllegalArgumentException(kind + " is built in");
    };
  }

  /** Gives every request the same stream, and closes the connection behind it. */
  private static ServerSocket model(byte[] stream) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
              readHead(socket.getInputStream());
              String head =
                  String.join(
                      "\r\n",
                      "HTTP/1.1 200 OK",
                      "Content-Type: text/event-stream",
                      "Connection: close",
                      "",
                      "");
              socket.getOutputStream().write(head.getBytes(UTF_8));
              socket.getOutputStream().write(stream);
              socket.shutdownOutput();
              socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
              // Closed at the end of the test.
            }
          }
        });
    return listener;
  }

  private static void readHead(InputStream in) throws IOException {
    int lineFeeds = 0;
    for (int b = in.read(); b >= 0 && lineFeeds < 2; b = in.read()) {
      if (b != '\r') {
        lineFeeds = b == '\n' ? lineFeeds + 1 : 0;
      }
    }
  }
}
