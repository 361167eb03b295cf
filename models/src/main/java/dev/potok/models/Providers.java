package dev.potok.models;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelProvider;

/** Opens providers of every kind. Thread-safe if its extensions are. */
public final class Providers {
  private final ModelHttp http;
  private final Retries retries;
  private final Iterable<ProviderExtension> extensions;

  /**
   * Providers over the given connections.
   *
   * @param extensions adapters for the kinds that are not built in; iterated only for those
   */
  public Providers(ModelHttp http, Retries retries, Iterable<ProviderExtension> extensions) {
    this.http = http;
    this.retries = retries;
    this.extensions = extensions;
  }

  /**
   * Opens a provider; asks it nothing yet.
   *
   * @throws InvalidFieldException if its kind needs an extension that is not there
   */
  public ModelProvider open(ProviderSettings settings) {
    return switch (settings.kind()) {
      case OPENAI -> HttpModelProvider.openAi(settings, http, retries);
      case ANTHROPIC -> HttpModelProvider.anthropic(settings, http, retries);
      case GEMINI, MISTRAL, BEDROCK -> extended(settings);
    };
  }

  private ModelProvider extended(ProviderSettings settings) {
    for (ProviderExtension extension : extensions) {
      if (extension.kinds().contains(settings.kind())) {
        return extension.open(settings, http, retries);
      }
    }
    throw new InvalidFieldException(
        "models." + settings.name() + ".kind",
        settings.kind().settingsName(),
        "potok-langchain4j.jar in the folder extensions beside potok.jar, which this kind needs");
  }
}
