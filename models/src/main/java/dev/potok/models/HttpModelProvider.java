package dev.potok.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ModelCompletion;
import dev.potok.engine.ModelException;
import dev.potok.engine.ModelInfo;
import dev.potok.engine.ModelOutput;
import dev.potok.engine.ModelProvider;
import dev.potok.engine.Prompt;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;

/**
 * The models of a server whose stream Potok's own decoder reads, in one of several {@linkplain
 * WireFormat formats}. Thread-safe.
 */
public final class HttpModelProvider implements ModelProvider {
  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(10);

  private final ProviderSettings settings;
  private final WireFormat format;
  private final ModelCalls calls;

  /** Every byte says that the answer goes on; if not, only a further token does. */
  private final boolean everyByteCounts;

  private HttpModelProvider(
      ProviderSettings settings, WireFormat format, boolean everyByteCounts, ModelCalls calls) {
    this.settings = settings;
    this.format = format;
    this.everyByteCounts = everyByteCounts;
    this.calls = calls;
  }

  /**
   * The models of any server that speaks OpenAI's chat completions: OpenAI, OpenRouter, Ollama,
   * llama.cpp, vLLM, LM Studio and others.
   *
   * @param http the connections to use, which stay the caller's
   */
  public static HttpModelProvider openAi(
      ProviderSettings settings, ModelHttp http, Retries retries) {
    return new HttpModelProvider(
        settings, new OpenAiFormat(settings), true, new ModelCalls(settings, http, retries));
  }

  /**
   * The model of a process on this machine that speaks as {@link #openAi} and says all the time
   * that it is there, which tells nothing of its model.
   *
   * @param http the connections to use, which stay the caller's
   */
  static HttpModelProvider process(ProviderSettings settings, ModelHttp http, Retries retries) {
    return new HttpModelProvider(
        settings, new OpenAiFormat(settings), false, new ModelCalls(settings, http, retries));
  }

  /**
   * The models of Anthropic, or of a server that speaks its Messages API.
   *
   * @param http the connections to use, which stay the caller's
   */
  public static HttpModelProvider anthropic(
      ProviderSettings settings, ModelHttp http, Retries retries) {
    return new HttpModelProvider(
        settings, new AnthropicFormat(settings), true, new ModelCalls(settings, http, retries));
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Where the server is, and how it is used. */
  public ProviderSettings settings() {
    return settings;
  }

  /** The configured models, or else those that the server lists, without retries. */
  @Override
  public List<ModelInfo> models() throws InterruptedException {
    if (!settings.models().isEmpty()) {
      return settings.models().stream().map(ModelList::ofId).toList();
    }
    return listed(LIST_TIMEOUT);
  }

  @Override
  public boolean takesFurtherFields() {
    return format.takesFurtherFields();
  }

  @Override
  public ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException {
    Deadline firstToken = calls.deadline(settings.firstTokenTimeout());
    AnswerWait wait =
        everyByteCounts
            ? new AnswerWait(settings, calls, firstToken)
            : AnswerWait.ofTokens(settings, calls, firstToken);
    try (StreamedBody body =
        calls.stream(() -> answerRequest(prompt), format::adapts, firstToken)) {
      return new AnswerReader(settings, wait, output).read(body);
    }
  }

  /**
   * The models that the server lists.
   *
   * @param timeout for the whole list
   * @throws ModelException if the list does not come
   * @throws InterruptedException if the thread is interrupted
   */
  List<ModelInfo> listed(Duration timeout) throws InterruptedException {
    HttpRequest request =
        request(format.modelsPath()).header("Accept", "application/json").GET().build();
    return ModelList.parse(calls.text(request, "list of models", timeout));
  }

  private HttpRequest answerRequest(Prompt prompt) {
    return request(format.answerPath())
        .header("Accept", "text/event-stream")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(format.body(prompt), UTF_8))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + path));
    format.headers(request);
    return request;
  }
}
