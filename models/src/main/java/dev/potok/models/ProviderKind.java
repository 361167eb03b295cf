package dev.potok.models;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kind of API a provider has. */
public enum ProviderKind {
  /** OpenAI's chat completions, which most servers speak. */
  OPENAI(null),
  /** Anthropic's Messages. */
  ANTHROPIC("https://api.anthropic.com/v1"),
  /** Google's Gemini, by an {@linkplain ProviderExtension extension}. */
  GEMINI("https://generativelanguage.googleapis.com/v1beta"),
  /** Mistral's own API, by an {@linkplain ProviderExtension extension}. */
  MISTRAL("https://api.mistral.ai/v1"),
  /** Amazon's Bedrock, by an {@linkplain ProviderExtension extension}. */
  BEDROCK(null);

  private final Optional<URI> usualUrl;

  ProviderKind(@Nullable String usualUrl) {
    this.usualUrl = Optional.ofNullable(usualUrl).map(URI::create);
  }

  /** The name in settings. */
  public String settingsName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a name in settings; empty if there is none. */
  public static Optional<ProviderKind> of(String settingsName) {
    for (ProviderKind kind : values()) {
      if (kind.settingsName().equals(settingsName)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The base URL unless another is given; empty where every server or region has its own. */
  public Optional<URI> usualUrl() {
    return usualUrl;
  }
}
