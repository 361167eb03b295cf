package dev.potok.langchain4j;

import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelProvider;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.conformance.ChatCompletionsWire;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonText;
import java.util.Locale;
import java.util.Map;

/** Mistral's chat completions, which differ from OpenAI's in how they think and call tools. */
final class MistralWire extends ChatCompletionsWire {

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    return new LangChain4jExtension().open(settings.withKind(ProviderKind.MISTRAL), http, retries);
  }

  @Override
  public String begin() {
    return delta("{\"role\":\"assistant\",\"content\":\"\"}", "null", "");
  }

  @Override
  public String thinking(String piece) {
    JsonText json = JsonText.object().openArray("content").openObject().field("type", "thinking");
    json.openArray("thinking").openObject().field("type", "text").field("text", piece);
    return delta(json.end().end().end().end().done(), "null", "");
  }

  @Override
  public String text(String piece) {
    return delta(JsonText.object().field("content", piece).done(), "null", "");
  }

  /** Mistral sends a call whole. */
  @Override
  public String toolCall(String id, String name, String arguments) {
    JsonText json = JsonText.object().field("content", "").openArray("tool_calls").openObject();
    json.field("id", id).field("index", 0).openObject("function");
    json.field("name", name).field("arguments", arguments).end();
    return delta(json.end().end().done(), "null", "");
  }

  @Override
  public String end(FinishReason reason, int promptTokens, int tokens) {
    return delta(
            "{\"content\":\"\"}",
            "\"" + reason.name().toLowerCase(Locale.ROOT) + "\"",
            ",\"usage\":{\"prompt_tokens\":"
                + promptTokens
                + ",\"completion_tokens\":"
                + tokens
                + ",\"total_tokens\":"
                + (promptTokens + tokens)
                + "}")
        + event("[DONE]");
  }

  @Override
  public Map<Kind, String> errors(String message) {
    return Map.of(
        Kind.UNAVAILABLE, error("service_unavailable", message),
        Kind.RATE_LIMITED, error("rate_limited", message),
        Kind.REFUSED, error("invalid_request_error", message),
        Kind.UNAUTHORIZED, error("authentication_error", message));
  }

  private static String error(String type, String message) {
    return event(
        JsonText.object()
            .field("object", "error")
            .field("message", message)
            .field("type", type)
            .field("code", "1300")
            .done());
  }

  @Override
  public String refusal(String message) {
    return JsonText.object().field("object", "error").field("message", message).done();
  }

  private static String delta(String delta, String finishReason, String more) {
    return event(
        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m1\","
            + "\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finishReason
            + "}]"
            + more
            + "}");
  }
}
