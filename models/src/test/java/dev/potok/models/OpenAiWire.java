package dev.potok.models;

import dev.potok.engine.ModelProvider;
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

/** OpenAI's chat completions. */
class OpenAiWire implements ProviderWire {

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
  public String refusal(String message) {
    return JsonText.object()
        .openObject("error")
        .field("message", message)
        .field("code", 3)
        .end()
        .done();
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
        .map(id -> "{\"id\":\"" + id + "\"}")
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
        instructions = message.string("content");
      } else if (message.has("tool_calls")) {
        for (JsonFields call : message.objects("tool_calls")) {
          JsonFields function = call.object("function");
          messages.add(
              role + ": " + function.string("name") + "(" + function.string("arguments") + ")");
        }
      } else {
        messages.add(role + ": " + message.string("content"));
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

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }
}
