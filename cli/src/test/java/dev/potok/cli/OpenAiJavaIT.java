package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.models.Model;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The official Java client, {@code com.openai:openai-java}. */
@Timeout(60)
@ParameterizedClass
@MethodSource("fronts")
class OpenAiJavaIT {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(1);

  private final Front front;

  @TempDir Path folder;
  private TestServer server;
  private Front.Open open;
  private OpenAIClient client;

  OpenAiJavaIT(Front front) {
    this.front = front;
  }

  static Stream<Front> fronts() {
    return Front.fronts();
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    open = front.open(folder, server);
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(open.uri("/v1").toString())
            .apiKey("not looked at")
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    open.close();
    server.close();
  }

  @Test
  void anAnswerAsAWholeAndAsAStream() throws Exception {
    server.model().script(Script.text("Hel", "lo!").thinking("Hm."));

    ChatCompletion whole = client.chat().completions().create(question().build()).validate();
    assertThat(whole.choices().getFirst().message().content()).hasValue("Hello!");
    assertThat(thinking(whole.choices().getFirst().message()._allProperties())).isEqualTo("Hm.");
    assertThat(whole.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(whole.usage().orElseThrow().completionTokens()).isEqualTo(3);

    ChatCompletionAccumulator sum = ChatCompletionAccumulator.create();
    StringBuilder thinking = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(withUsage(question()).build())) {
      stream.stream()
          .forEach(chunk -> {
            sum.accumulate(chunk.validate());
            for (ChatCompletionChunk.Choice choice : chunk.choices()) {
              thinking.append(thinking(choice.delta()._allProperties()));
            }
          });
    }
    ChatCompletion streamed = sum.chatCompletion();
    assertThat(streamed.choices().getFirst().message().content()).hasValue("Hello!");
    assertThat(thinking.toString()).isEqualTo("Hm.");
    assertThat(streamed.usage().orElseThrow().totalTokens())
        .isEqualTo(whole.usage().orElseThrow().totalTokens());
  }

  @Test
  void tokensArriveAsTheyAreProduced() throws Exception {
    server.model().script(Script.numbered(3).held());
    server.model().releaseTokens(1);
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(question().build())) {
      Iterator<String> texts =
          stream.stream()
              .flatMap(chunk -> chunk.choices().stream())
              .flatMap(choice -> choice.delta().content().stream())
              .filter(text -> !text.isEmpty())
              .iterator();
      assertThat(texts.next()).isEqualTo("t1");
      server.model().releaseTokens(1);
      assertThat(texts.next()).isEqualTo(" t2");
      server.model().releaseTokens(1);
      assertThat(texts.next()).isEqualTo(" t3");
      assertThat(texts.hasNext()).isFalse();
    }
  }

  @Test
  void aToolIsAskedForCalledAndAnsweredFrom() throws Exception {
    for (boolean streaming : List.of(false, true)) {
      server.model().enqueue(ToolScripts.weather(), Script.text("It rains."));
      ChatCompletionCreateParams asking = question().addFunctionTool(weather()).build();
      ChatCompletion asked = complete(asking, streaming);
      assertThat(asked.choices().getFirst().finishReason())
          .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
      ChatCompletionMessage message = asked.choices().getFirst().message();
      var call = message.toolCalls().orElseThrow().getFirst().asFunction();
      assertThat(call.function().name()).isEqualTo("weather");
      assertThat(call.function().arguments()).isEqualTo(ToolScripts.ARGUMENTS);

      ChatCompletionCreateParams answering =
          question()
              .addFunctionTool(weather())
              .addMessage(message)
              .addMessage(
                  ChatCompletionToolMessageParam.builder()
                      .toolCallId(call.id())
                      .content("rain")
                      .build())
              .build();
      assertThat(complete(answering, streaming).choices().getFirst().message().content())
          .hasValue("It rains.");
      var turns = server.model().completions().getLast().json().objects("messages");
      assertThat(turns.get(1).objects("tool_calls").getFirst().string("id")).isEqualTo("call_1");
      assertThat(turns.get(2).string("tool_call_id")).isEqualTo("call_1");
    }
  }

  @Test
  void modelsAreListedAndFound() throws Exception {
    assertThat(client.models().list().data().stream().map(Model::id))
        .containsExactly("test/numbered", "test/text", "potok/guide");
    assertThat(client.models().retrieve("test/text").ownedBy()).isEqualTo("test");
  }

  @Test
  void errorsAreOfTheirTypes() throws Exception {
    assertThatThrownBy(() -> client.models().retrieve("test/none"))
        .isInstanceOf(NotFoundException.class);
    OpenAIServiceException refused =
        catchThrowableOfType(
            OpenAIServiceException.class,
            () -> client.chat().completions().create(question().n(2).build()));
    assertThat(refused).isInstanceOf(BadRequestException.class);
    assertThat(refused.param()).hasValue("n");
    assertThat(refused.code()).hasValue("invalid_field");
    assertThat(refused.type()).hasValue("invalid_request_error");
    for (boolean streaming : List.of(false, true)) {
      assertFails(Script.status(429), streaming, RateLimitException.class);
      assertFails(Script.status(401), streaming, UnauthorizedException.class);
      assertFails(Script.status(500), streaming, InternalServerException.class);
    }
    assertFails(Script.numbered(5).errorAfter(2, "broken"), true, SseException.class);
  }

  private void assertFails(Script script, boolean streaming, Class<? extends Throwable> type) {
    server.model().script(script);
    assertThatThrownBy(() -> complete(question().build(), streaming)).isInstanceOf(type);
  }

  @Test
  void whoClosesTheStreamEndsTheModelsAnswer() throws Exception {
    server.model().script(Script.numbered(5).held());
    server.model().releaseTokens(1);
    RecordedRequest asked;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(question().build())) {
      assertThat(stream.stream().findFirst()).isPresent();
      asked = server.model().awaitCompletion(1, Duration.ofSeconds(10));
    }
    assertThat(asked.awaitClosedByClient(STOP_WITHIN)).isTrue();
  }

  private ChatCompletion complete(ChatCompletionCreateParams params, boolean streaming) {
    if (!streaming) {
      return client.chat().completions().create(params);
    }
    ChatCompletionAccumulator sum = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(sum::accumulate);
    }
    return sum.chatCompletion();
  }

  private static ChatCompletionCreateParams.Builder question() {
    return ChatCompletionCreateParams.builder().model("test/numbered").addUserMessage("Hi");
  }

  private static ChatCompletionCreateParams.Builder withUsage(
      ChatCompletionCreateParams.Builder params) {
    return params.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
  }

  private static FunctionDefinition weather() {
    return FunctionDefinition.builder()
        .name("weather")
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .build())
        .build();
  }

  private static String thinking(Map<String, JsonValue> fields) {
    JsonValue value = fields.get("reasoning_content");
    String text = value == null ? "" : value.convert(String.class);
    return text == null ? "" : text;
  }
}
