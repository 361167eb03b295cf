package dev.potok.langchain4j;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.catalog.ModelCatalog;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GeminiThinkingConfig;
import dev.langchain4j.model.googleai.GoogleAiGeminiModelCatalog;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.mistralai.MistralAiModelCatalog;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;
import dev.potok.engine.ModelProvider;
import dev.potok.models.ModelCalls;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderExtension;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.Thinking;
import java.util.List;
import java.util.Set;

/** The providers that LangChain4j brings: Gemini, Mistral and Bedrock. */
public final class LangChain4jExtension implements ProviderExtension {

  /** What a model is called that a builder wants to know; each request names its own. */
  private static final String ANY_MODEL = "any";

  /** The builders want a key; a server without one does not look at it. */
  private static final String NO_KEY = "none";

  /** Made by {@link java.util.ServiceLoader}. */
  public LangChain4jExtension() {}

  @Override
  public Set<ProviderKind> kinds() {
    return Set.of(ProviderKind.GEMINI, ProviderKind.MISTRAL, ProviderKind.BEDROCK);
  }

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    ModelCalls calls = new ModelCalls(settings, http, retries);
    CallingHttpClient client = new CallingHttpClient(settings, calls);
    HttpClientBuilder builder = client.builder();
    return switch (settings.kind()) {
      case GEMINI ->
          new LangChain4jProvider(
              settings,
              calls,
              gemini(settings, builder),
              geminiModels(settings, builder)::listModels);
      case MISTRAL ->
          new LangChain4jProvider(
              settings,
              calls,
              mistral(settings, builder),
              mistralModels(settings, builder)::listModels);
      case BEDROCK ->
          new LangChain4jProvider(settings, calls, BedrockModel.of(settings, calls), List::of);
      case OPENAI, ANTHROPIC ->
          throw new IllegalArgumentException(
              settings.kind() + " (expected: one of " + kinds() + ")");
    };
  }

  private static StreamingChatModel gemini(ProviderSettings settings, HttpClientBuilder http) {
    var builder =
        GoogleAiGeminiStreamingChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(settings.baseUrl().toString())
            .apiKey(settings.apiKey().orElse(NO_KEY))
            .modelName(ANY_MODEL)
            .returnThinking(true);
    Thinking thinking = settings.thinking();
    if (thinking.mode() != Thinking.Mode.NONE) {
      var config = GeminiThinkingConfig.builder().includeThoughts(true);
      if (thinking.mode() == Thinking.Mode.BUDGET) {
        config.thinkingBudget(thinking.budgetTokens());
      }
      builder.thinkingConfig(config.build());
    }
    return builder.build();
  }

  private static ModelCatalog geminiModels(ProviderSettings settings, HttpClientBuilder http) {
    return GoogleAiGeminiModelCatalog.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.baseUrl().toString())
        .apiKey(settings.apiKey().orElse(NO_KEY))
        .build();
  }

  private static StreamingChatModel mistral(ProviderSettings settings, HttpClientBuilder http) {
    return MistralAiStreamingChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.baseUrl().toString())
        .apiKey(settings.apiKey().orElse(NO_KEY))
        .modelName(ANY_MODEL)
        .returnThinking(true)
        .build();
  }

  private static ModelCatalog mistralModels(ProviderSettings settings, HttpClientBuilder http) {
    return MistralAiModelCatalog.builder()
        .httpClientBuilder(http)
        .baseUrl(settings.baseUrl().toString())
        .apiKey(settings.apiKey().orElse(NO_KEY))
        .build();
  }
}
