package dev.potok.models;

import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelProvider;
import dev.potok.models.conformance.ChatCompletionsWire;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonText;
import java.util.Locale;
import java.util.Map;

/** OpenAI's chat completions. */
final class OpenAiWire extends ChatCompletionsWire {

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    return HttpModelProvider.openAi(settings, http, retries);
  }

  @Override
  public String begin() {
    return event(Chunks.delta("role", "assistant"));
  }

  @Override
  public String thinking(String piece) {
    return event(Chunks.reasoning(piece));
  }

  @Override
  public String text(String piece) {
    return event(Chunks.text(piece));
  }

  @Override
  public String toolCall(String id, String name, String arguments) {
    int middle = arguments.length() / 2;
    return event(Chunks.toolCall(id, name, arguments.substring(0, middle)))
        + event(Chunks.toolCall("", "", arguments.substring(middle)));
  }

  @Override
  public String end(FinishReason reason, int promptTokens, int tokens) {
    return event(Chunks.finish(reason.name().toLowerCase(Locale.ROOT)))
        + event(Chunks.usage(promptTokens, tokens))
        + event(Chunks.DONE);
  }

  @Override
  public String error(String message) {
    return event(refusal(message));
  }

  @Override
  public Map<Kind, String> errors(String message) {
    return Map.of(
        Kind.UNAVAILABLE, error("server_overloaded", message),
        Kind.RATE_LIMITED, error("rate_limit_exceeded", message),
        Kind.REFUSED, error("context_length_exceeded", message),
        Kind.UNAUTHORIZED, error("invalid_api_key", message));
  }

  private static String error(String code, String message) {
    return event(
        JsonText.object()
            .openObject("error")
            .field("message", message)
            .field("code", code)
            .end()
            .done());
  }

  @Override
  public String refusal(String message) {
    return JsonText.object()
        .openObject("error")
        .field("message", message)
        .field("code", 3)
        .end()
        .done();
  }
}
