package dev.potok.models;

import dev.potok.engine.Prompt;
import java.net.http.HttpRequest;

/**
 * OpenAI's chat completions, as most servers speak them.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI, chat</a>
 */
final class OpenAiFormat implements WireFormat {
  private final ProviderSettings settings;

  /** The server has refused to count tokens, so it is not asked again. */
  private volatile boolean usageRefused;

  OpenAiFormat(ProviderSettings settings) {
    this.settings = settings;
  }

  @Override
  public String modelsPath() {
    return "/models";
  }

  @Override
  public String answerPath() {
    return "/chat/completions";
  }

  @Override
  public void headers(HttpRequest.Builder request) {
    settings.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
  }

  @Override
  public String body(Prompt prompt) {
    return OpenAiRequest.json(prompt, settings, !usageRefused);
  }

  @Override
  public boolean takesFurtherFields() {
    return true;
  }

  /** Some servers refuse to count tokens; they answer without. */
  @Override
  public boolean adapts(Refusal refusal) {
    boolean refused =
        (refusal.status() == 400 || refusal.status() == 422)
            && (refusal.body().contains("stream_options")
                || refusal.body().contains("include_usage"));
    if (refused) {
      usageRefused = true;
    }
    return refused;
  }
}
