package dev.potok.langchain4j;

import dev.langchain4j.model.bedrock.BedrockChatRequestParameters;
import dev.langchain4j.model.bedrock.BedrockStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.potok.engine.InvalidFieldException;
import dev.potok.models.AwsAccess;
import dev.potok.models.ModelCalls;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Thinking;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkToken;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.scheme.BearerAuthScheme;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;

/** LangChain4j's model of Bedrock, over Potok's own connections. Thread-safe. */
final class BedrockModel extends BedrockStreamingChatModel {

  private BedrockModel(BedrockStreamingChatModel.Builder builder) {
    super(builder);
  }

  /**
   * The model of a provider.
   *
   * @throws InvalidFieldException if the settings do not say where and as whom to ask, or which
   *     models there are: Bedrock's list does not tell which of them an account may use
   */
  static BedrockModel of(ProviderSettings settings, ModelCalls calls) {
    if (settings.models().isEmpty()) {
      throw new InvalidFieldException(
          "models." + settings.name() + ".models",
          "none",
          "ids of models or inference profiles, such as eu.anthropic.claude-sonnet-4-5-20250929-v1:0");
    }
    AwsAccess access =
        settings
            .aws()
            .orElseThrow(() ->
                new InvalidFieldException(
                    "models." + settings.name() + ".region",
                    "none",
                    "a region of AWS, such as eu-central-1"));
    BedrockChatRequestParameters.Builder parameters = BedrockChatRequestParameters.builder();
    Thinking thinking = settings.thinking();
    switch (thinking.mode()) {
      case NONE -> {}
      case ADAPTIVE ->
          parameters.additionalModelRequestField("thinking", Map.of("type", "adaptive"));
      case BUDGET -> parameters.enableReasoning(thinking.budgetTokens());
    }
    var builder = BedrockStreamingChatModel.builder();
    builder.client(client(settings, access, calls));
    builder.defaultRequestParameters(parameters.build());
    builder.returnThinking(true);
    return new BedrockModel(builder);
  }

  private static BedrockRuntimeAsyncClient client(
      ProviderSettings settings, AwsAccess access, ModelCalls calls) {
    BedrockRuntimeAsyncClientBuilder client =
        BedrockRuntimeAsyncClient.builder()
            .httpClient(new AwsHttpClient(settings, calls))
            .region(Region.of(access.region()))
            .endpointOverride(settings.baseUrl())
            // All happens on the thread that asks, and retries are made below.
            .asyncConfiguration(config ->
                config.advancedOption(
                    SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
            .overrideConfiguration(config ->
                config
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    // What is not in Potok's settings does not count.
                    .defaultProfileFile(ProfileFile.aggregator().build()));
    settings
        .apiKey()
        .ifPresentOrElse(
            key ->
                client
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .tokenProvider(StaticTokenProvider.create(new ApiKey(key)))
                    .authSchemeProvider(preferring(BearerAuthScheme.SCHEME_ID)),
            () ->
                client
                    .credentialsProvider(
                        StaticCredentialsProvider.create(signing(settings, access)))
                    .authSchemeProvider(preferring(AwsV4AuthScheme.SCHEME_ID)));
    return client.build();
  }

  private static BedrockRuntimeAuthSchemeProvider preferring(String scheme) {
    return BedrockRuntimeAuthSchemeProvider.defaultProvider(
        List.of(scheme.substring(scheme.indexOf('#') + 1)));
  }

  private static AwsCredentials signing(ProviderSettings settings, AwsAccess access) {
    AwsAccess.Keys keys =
        access
            .keys()
            .orElseThrow(() ->
                new InvalidFieldException(
                    "models." + settings.name() + ".api-key",
                    "none",
                    "an API key of Bedrock, or access-key and secret-key"));
    return keys.sessionToken()
        .map(token ->
            (AwsCredentials)
                AwsSessionCredentials.create(keys.accessKey(), keys.secretKey(), token))
        .orElseGet(() -> AwsBasicCredentials.create(keys.accessKey(), keys.secretKey()));
  }

  /** LangChain4j fails at the reasons it does not know, though the answer is whole. */
  @Override
  protected FinishReason finishReasonFrom(StopReason reason) {
    return switch (reason) {
      case MAX_TOKENS -> FinishReason.LENGTH;
      case TOOL_USE -> FinishReason.TOOL_EXECUTION;
      case GUARDRAIL_INTERVENED, CONTENT_FILTERED -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  private record ApiKey(String token) implements SdkToken {

    @Override
    public Optional<Instant> expirationTime() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "ApiKey[set]";
    }
  }
}
