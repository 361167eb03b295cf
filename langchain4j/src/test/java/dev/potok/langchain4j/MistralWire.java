package dev.potok.langchain4j;

import dev.potok.engine.ModelProvider;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.conformance.ProviderWire;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mistral's chat completions, which differ from OpenAI's in how they think and call tools. */
final class MistralWire implements ProviderWire {

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
        + "data: [DONE]\n\n";
  }

  @Override
  public String error(String message) {
    return "data: "
        + JsonText.object().openObject("error").field("message", message).end().done()
        + "\n\n";
  }

  @Override
  public String refusal(String message) {
    return JsonText.object().field("object", "error").field("message", message).done();
  }

  @Override
  public String whole(String text) {
    return "{\"choices\":[{\"message\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":\"stop\"}]}";
  }

  @Override
  public String models(String... ids) {
    return Stream.of(ids)
        .map(id -> "{\"id\":\"" + id + "\",\"object\":\"model\",\"capabilities\":{}}")
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }

  @Override
  public String modelsCall() {
    return "GET /v1/models HTTP/1.1";
  }

  @Override
  public Key key(ScriptedServer.Request request) {
    return new Key(request.header("Authorization"), "Bearer sk-very-secret");
  }

  @Override
  public Sent sent(ScriptedServer.Request request) {
    JsonFields body = JsonFields.parse(request.body());
    List<String> messages = new ArrayList<>();
    String instructions = "";
    for (JsonFields message : body.objects("messages")) {
      String role = message.string("role");
      if (role.equals("system")) {
        instructions = content(message);
      } else if (message.has("tool_calls")) {
        for (JsonFields call : message.objects("tool_calls")) {
          JsonFields function = call.object("function");
          messages.add(
              role + ": " + function.string("name") + "(" + function.string("arguments") + ")");
        }
      } else {
        messages.add(role + ": " + content(message));
      }
    }
    return new Sent(
        body.string("model"),
        instructions,
        messages,
        body.optionalFloat64("temperature"),
        body.optionalFloat64("top_p"),
        body.optionalInt64("max_tokens"),
        body.strings("stop"),
        body.objects("tools").stream()
            .map(tool -> tool.object("function").string("name"))
            .toList());
  }

  /** A text, or parts of which each has one. */
  private static String content(JsonFields message) {
    return message.isArray("content")
        ? message.objects("content").stream()
            .map(part -> part.string("text"))
            .collect(Collectors.joining())
        : message.optionalString("content").orElse("");
  }

  private static String delta(String delta, String finishReason, String more) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m1\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finishReason
        + "}]"
        + more
        + "}\n\n";
  }
}
