package dev.potok.cli;

import dev.potok.engine.InvalidFieldException;
import dev.potok.models.GgufProvider;
import dev.potok.models.GgufSettings;
import dev.potok.models.GuideProvider;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Thinking;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads which providers of models are configured, by the file and by the environment. */
final class ModelSettings {
  private static final String URL_OF_OPENAI = "https://api.openai.com/v1";

  /** Fewer hold no conversation. */
  private static final int MIN_CONTEXT_TOKENS = 256;

  private static final String VERSION_PATH = "/v1";

  private ModelSettings() {}

  /**
   * The providers of the file, then those that have a key or an address in the environment.
   *
   * @throws InvalidFieldException if a value is not acceptable
   */
  static List<ProviderSettings> read(Map<String, String> environment, SettingsFile file) {
    List<ProviderSettings> models = new ArrayList<>();
    for (SettingsFile provider : file.children("models")) {
      models.add(provider(provider, environment));
    }
    ofEnvironment(
            models,
            ProviderKind.OPENAI,
            Settings.given(environment.get("OPENAI_BASE_URL")),
            Settings.given(environment.get("OPENAI_API_KEY")),
            Settings.given(environment.get("OPENAI_MODEL")))
        .ifPresent(models::add);
    ofEnvironment(
            models,
            ProviderKind.ANTHROPIC,
            // Anthropic's own programs take the address without the version of the API.
            Settings.given(environment.get("ANTHROPIC_BASE_URL")).map(ModelSettings::withVersion),
            Settings.given(environment.get("ANTHROPIC_API_KEY")),
            Settings.given(environment.get("ANTHROPIC_MODEL")))
        .ifPresent(models::add);
    checkNames(models);
    return models;
  }

  private static ProviderSettings provider(SettingsFile file, Map<String, String> environment) {
    String name = file.text("name").orElseThrow(() -> file.missing("name"));
    ProviderKind kind = kind(file.text("kind"));
    if (kind == ProviderKind.BEDROCK) {
      return bedrock(file, name, AwsSettings.read(file, environment));
    }
    AwsSettings.checkNone(file);
    String url =
        file.text("base-url")
            .or(() -> kind.usualUrl().map(URI::toString))
            .orElseThrow(() -> file.missing("base-url"));
    return withOptions(provider(kind, name, url, file.text("api-key"), file.texts("models")), file);
  }

  private static ProviderSettings bedrock(SettingsFile file, String name, AwsSettings aws) {
    List<String> models = file.texts("models");
    if (models.isEmpty()) {
      throw file.wrong("models", "missing", "ids of models or inference profiles of Bedrock");
    }
    String url = file.text("base-url").orElse(aws.usualUrl().toString());
    return withOptions(
        provider(ProviderKind.BEDROCK, name, url, aws.apiKey(), models).withAws(aws.access()),
        file);
  }

  private static ProviderSettings withOptions(ProviderSettings provider, SettingsFile file) {
    ProviderSettings settings =
        provider
            .withGoesOn(Settings.bool("goes-on", file.text("goes-on").orElse("false")))
            .withFirstTokenTimeout(
                Settings.timeout(file, "first-token-timeout", ProviderSettings.FIRST_TOKEN_TIMEOUT))
            .withSilenceTimeout(
                Settings.timeout(file, "silence-timeout", ProviderSettings.SILENCE_TIMEOUT))
            .withThinking(thinking(file.text("thinking")));
    OptionalInt maxTokens = maxTokens(file.text("max-tokens"));
    return maxTokens.isPresent() ? settings.withMaxTokens(maxTokens.getAsInt()) : settings;
  }

  private static Optional<ProviderSettings> ofEnvironment(
      List<ProviderSettings> named,
      ProviderKind kind,
      Optional<String> baseUrl,
      Optional<String> apiKey,
      Optional<String> model) {
    String name = kind.settingsName();
    boolean isNamed = named.stream().anyMatch(other -> other.name().equals(name));
    if (isNamed || (baseUrl.isEmpty() && apiKey.isEmpty())) {
      return Optional.empty();
    }
    String url = baseUrl.orElse(kind.usualUrl().map(URI::toString).orElse(URL_OF_OPENAI));
    return Optional.of(provider(kind, name, url, apiKey, model.map(List::of).orElse(List.of())));
  }

  private static String withVersion(String url) {
    String bare = url.replaceAll("/+$", "");
    return bare.endsWith(VERSION_PATH) ? bare : bare + VERSION_PATH;
  }

  private static ProviderSettings provider(
      ProviderKind kind, String name, String baseUrl, Optional<String> apiKey, List<String> ids) {
    URI uri;
    try {
      uri = URI.create(baseUrl);
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException("base-url", baseUrl, "an address such as http://host/v1");
    }
    try {
      ProviderSettings settings = ProviderSettings.of(name, uri).withKind(kind).withModels(ids);
      return apiKey.isPresent() ? settings.withApiKey(apiKey.get()) : settings;
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          "models." + name, String.valueOf(e.getMessage()), "a provider that can be asked");
    }
  }

  private static ProviderKind kind(Optional<String> text) {
    String name = text.orElse(ProviderKind.OPENAI.settingsName());
    return ProviderKind.of(name)
        .orElseThrow(() ->
            new InvalidFieldException(
                "models.kind",
                name,
                Arrays.stream(ProviderKind.values())
                    .map(ProviderKind::settingsName)
                    .collect(Collectors.joining(", ", "one of ", ""))));
  }

  private static Thinking thinking(Optional<String> text) {
    return switch (text.orElse("off")) {
      // YAML reads a bare off as false.
      case "off", "false" -> Thinking.NONE;
      case "adaptive" -> Thinking.ADAPTIVE;
      default -> {
        try {
          yield Thinking.upTo(Integer.parseInt(text.orElse("")));
        } catch (IllegalArgumentException e) {
          throw new InvalidFieldException(
              "models.thinking",
              text.orElse(""),
              "off, adaptive, or a number of tokens of " + Thinking.MIN_BUDGET_TOKENS + " or more");
        }
      }
    };
  }

  private static OptionalInt maxTokens(Optional<String> text) {
    return text.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(number("models.max-tokens", text.get(), 1));
  }

  /**
   * How many tokens a conversation with the local model may have.
   *
   * @throws InvalidFieldException if the file says something else than a number, or too few
   */
  static int contextTokens(SettingsFile file) {
    return file.text("gguf.context")
        .map(text -> number("gguf.context", text, MIN_CONTEXT_TOKENS))
        .orElse(GgufSettings.CONTEXT_TOKENS);
  }

  private static int number(String name, String text, int least) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(name, text, least + " or more");
    }
    throw new InvalidFieldException(name, text, least + " or more");
  }

  /** A model's id begins with its provider's name, so a name has one provider. */
  private static void checkNames(List<ProviderSettings> models) {
    Set<String> names = new HashSet<>(Set.of(GuideProvider.NAME, GgufProvider.NAME));
    for (ProviderSettings model : models) {
      if (!names.add(model.name())) {
        throw new InvalidFieldException("models.name", model.name(), "a name that is not taken");
      }
    }
  }
}
