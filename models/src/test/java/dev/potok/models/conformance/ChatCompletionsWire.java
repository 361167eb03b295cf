package dev.potok.models.conformance;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all servers have in common whose calls are those of OpenAI's chat completions. */
public abstract class ChatCompletionsWire implements ServerWire {

  /** An event with these data. */
  protected static String event(String data) {
    return "data: " + data + "\n\n";
  }

  @Override
  public String error(String message) {
    return event(JsonText.object().openObject("error").field("message", message).end().done());
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
        body.objects("tools").stream().map(tool -> tool.object("function").string("name")).toList(),
        toolChoice(body));
  }

  /** A text, or parts of which each has one. */
  private static String content(JsonFields message) {
    return message.isArray("content")
        ? message.objects("content").stream()
            .map(part -> part.string("text"))
            .collect(Collectors.joining())
        : message.optionalString("content").orElse("");
  }

  private static String toolChoice(JsonFields body) {
    if (!body.has("tool_choice")) {
      return "";
    }
    if (!body.isString("tool_choice")) {
      return body.object("tool_choice").object("function").string("name");
    }
    String choice = body.string("tool_choice");
    return choice.equals("any") ? "required" : choice;
  }
}
