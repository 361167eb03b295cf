package dev.potok.models;

import dev.potok.engine.Prompt;
import java.net.http.HttpRequest;

/**
 * Anthropic's Messages API.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Anthropic, Messages</a>
 */
final class AnthropicFormat implements WireFormat {

  /** The version of the API, which Anthropic keeps as it is. */
  private static final String VERSION = "2023-06-01";

  private final ProviderSettings settings;

  AnthropicFormat(ProviderSettings settings) {
    this.settings = settings;
  }

  /** The longest page of the list; there are fewer models than that. */
  @Override
  public String modelsPath() {
    return "/models?limit=1000";
  }

  @Override
  public String answerPath() {
    return "/messages";
  }

  @Override
  public void headers(HttpRequest.Builder request) {
    request.header("anthropic-version", VERSION);
    settings.apiKey().ifPresent(key -> request.header("x-api-key", key));
  }

  @Override
  public String body(Prompt prompt) {
    return AnthropicRequest.json(prompt, settings);
  }
}
