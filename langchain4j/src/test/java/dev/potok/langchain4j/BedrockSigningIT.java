package dev.potok.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import dev.potok.models.AwsAccess;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.Thinking;
import dev.potok.models.conformance.RecordedOutput;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How Bedrock is told who asks, and what only it is told. */
class BedrockSigningIT {
  private static final String MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final Prompt PROMPT = new Prompt(MODEL, "", List.of(new Prompt.Turn.User("2+2?")));

  private final BedrockWire wire = new BedrockWire();
  private final ModelHttp http = ModelHttp.open();
  private final RecordedOutput output = new RecordedOutput();
  private ScriptedServer server;
  private ProviderSettings settings;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    settings =
        ProviderSettings.of("aws", server.url())
            .withKind(ProviderKind.BEDROCK)
            .withModels(List.of(MODEL));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void keysSignTheRequest() throws Exception {
    settings = settings.withAws(access(Optional.empty()));

    ScriptedServer.Request request = asked(FinishReason.STOP);

    assertThat(request.line())
        .isEqualTo("POST /v1/model/" + MODEL.replace(":", "%3A") + "/converse-stream HTTP/1.1");
    assertThat(request.header("Authorization"))
        .matches(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-central-1/bedrock/aws4_request,"
                + " SignedHeaders=\\S*host\\S*, Signature=[0-9a-f]{64}");
    assertThat(request.header("X-Amz-Security-Token")).isEmpty();
    assertThat(request.headers()).noneMatch(header -> header.contains("secret"));
  }

  @Test
  void theTokenOfASessionIsSent() throws Exception {
    settings = settings.withAws(access(Optional.of("session-token")));

    assertThat(asked(FinishReason.STOP).header("X-Amz-Security-Token")).isEqualTo("session-token");
  }

  @Test
  void aBudgetForThinkingIsSent() throws Exception {
    settings = settings.withAws(access(Optional.empty())).withThinking(Thinking.upTo(2048));

    JsonFields thinking =
        JsonFields.parse(asked(FinishReason.STOP).body())
            .object("additionalModelRequestFields")
            .object("reasoning_config");

    assertThat(thinking.optionalInt64("budget_tokens")).hasValue(2048);
  }

  @Test
  void anAnswerThatAFilterEndsIsToldAsSuch() throws Exception {
    settings = settings.withAws(access(Optional.empty()));
    stream(FinishReason.CONTENT_FILTER);

    ModelCompletion completion = provider().answer(PROMPT, output);

    assertThat(completion.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(output.text()).isEqualTo("4");
  }

  @Test
  void withoutKeysItIsSaidWhatIsMissing() {
    settings = settings.withAws(new AwsAccess("eu-central-1", Optional.empty()));

    assertThatThrownBy(this::provider)
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("models.aws.api-key")
        .hasMessageContaining("access-key and secret-key");
  }

  private static AwsAccess access(Optional<String> sessionToken) {
    return new AwsAccess(
        "eu-central-1",
        Optional.of(new AwsAccess.Keys("AKIDEXAMPLE", "very-secret", sessionToken)));
  }

  private ScriptedServer.Request asked(FinishReason reason) throws InterruptedException {
    stream(reason);
    provider().answer(PROMPT, output);
    return server.requests.getFirst();
  }

  private void stream(FinishReason reason) {
    server.then(connection -> {
      connection.beginStream(wire.streamType());
      connection.chunk(wire.bytes(wire.begin() + wire.text("4") + wire.end(reason, 3, 1)));
      connection.endStream();
    });
  }

  private ModelProvider provider() {
    return new LangChain4jExtension().open(settings, http, new Retries(new Random(1), _ -> {}));
  }
}
