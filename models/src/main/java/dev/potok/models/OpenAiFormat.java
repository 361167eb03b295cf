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

  private volatile OpenAiHabits habits = OpenAiHabits.USUAL;

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
    return OpenAiRequest.json(prompt, settings, habits);
  }

  @Override
  public boolean takesFurtherFields() {
    return true;
  }

  /**
   * Two calls that learn at once may forget what one of them has learned, until it is refused
   * again.
   */
  @Override
  public boolean adapts(Refusal refusal) {
    if (refusal.status() != 400 && refusal.status() != 422) {
      return false;
    }
    String body = refusal.body();
    if (body.contains("stream_options") || body.contains("include_usage")) {
      habits = habits.withoutCount();
      return true;
    }
    if (body.contains(OpenAiHabits.NEWER_LIMIT)) {
      habits = habits.withNewerLimit();
      return true;
    }
    return false;
  }
}
