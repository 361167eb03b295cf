package dev.potok.models;

import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelProvider;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.models.conformance.ServerWire;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Anthropic's Messages. */
final class AnthropicWire implements ServerWire {

  /** Of the one block of each kind. */
  private static final int THINKING = 0;

  private static final int TEXT = 1;
  private static final int CALL = 2;

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    return HttpModelProvider.anthropic(settings, http, retries);
  }

  @Override
  public String begin() {
    return event(
            "message_start",
            "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                + "\"content\":[],\"model\":\"m1\",\"stop_reason\":null,"
                + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}")
        + "event: ping\ndata: {\"type\":\"ping\"}\n\n";
  }

  @Override
  public String thinking(String piece) {
    return delta(
        THINKING,
        JsonText.object().field("type", "thinking_delta").field("thinking", piece).done());
  }

  @Override
  public String text(String piece) {
    return delta(TEXT, JsonText.object().field("type", "text_delta").field("text", piece).done());
  }

  @Override
  public String toolCall(String id, String name, String arguments) {
    int middle = arguments.length() / 2;
    return event(
            "content_block_start",
            "\"index\":"
                + CALL
                + ",\"content_block\":"
                + JsonText.object()
                    .field("type", "tool_use")
                    .field("id", id)
                    .field("name", name)
                    .openObject("input")
                    .end()
                    .done())
        + delta(CALL, inputDelta(arguments.substring(0, middle)))
        + delta(CALL, inputDelta(arguments.substring(middle)))
        + event("content_block_stop", "\"index\":" + CALL);
  }

  private static String inputDelta(String piece) {
    return JsonText.object().field("type", "input_json_delta").field("partial_json", piece).done();
  }

  @Override
  public String end(FinishReason reason, int promptTokens, int tokens) {
    String name =
        switch (reason) {
          case STOP, STOPPED -> "end_turn";
          case LENGTH -> "max_tokens";
          case TOOL_CALLS -> "tool_use";
          case CONTENT_FILTER -> "refusal";
        };
    return event(
            "message_delta",
            "\"delta\":{\"stop_reason\":\""
                + name
                + "\",\"stop_sequence\":null},\"usage\":{\"input_tokens\":"
                + promptTokens
                + ",\"output_tokens\":"
                + tokens
                + "}")
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  }

  @Override
  public String error(String message) {
    return error("odd_error", message);
  }

  @Override
  public Map<Kind, String> errors(String message) {
    return Map.of(
        Kind.UNAVAILABLE, error("overloaded_error", message),
        Kind.RATE_LIMITED, error("rate_limit_error", message),
        Kind.REFUSED, error("invalid_request_error", message),
        Kind.UNAUTHORIZED, error("authentication_error", message));
  }

  private static String error(String type, String message) {
    return "event: error\ndata: " + refusal(type, message) + "\n\n";
  }

  @Override
  public String refusal(String message) {
    return refusal("odd_error", message);
  }

  private static String refusal(String type, String message) {
    return JsonText.object()
        .field("type", "error")
        .openObject("error")
        .field("type", type)
        .field("message", message)
        .end()
        .done();
  }

  @Override
  public String whole(String text) {
    return "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}],\"stop_reason\":\"end_turn\"}";
  }

  @Override
  public String models(String... ids) {
    return Stream.of(ids)
        .map(id ->
            "{\"type\":\"model\",\"id\":\"" + id + "\",\"display_name\":\"Model " + id + "\"}")
        .collect(Collectors.joining(",", "{\"data\":[", "],\"has_more\":false}"));
  }

  @Override
  public String modelsCall() {
    return "GET /v1/models?limit=1000 HTTP/1.1";
  }

  @Override
  public Key key(ScriptedServer.Request request) {
    return new Key(
        request.header("anthropic-version") + " " + request.header("x-api-key"),
        "2023-06-01 sk-very-secret");
  }

  @Override
  public Sent sent(ScriptedServer.Request request) {
    JsonFields body = JsonFields.parse(request.body());
    List<String> messages = new ArrayList<>();
    for (JsonFields message : body.objects("messages")) {
      String role = message.string("role");
      if (message.isString("content")) {
        messages.add(role + ": " + message.string("content"));
        continue;
      }
      for (JsonFields block : message.objects("content")) {
        messages.add(
            switch (block.string("type")) {
              case "tool_use" ->
                  role + ": " + block.string("name") + "(" + block.object("input").json() + ")";
              case "tool_result" -> "tool: " + block.string("content");
              default -> role + ": " + block.string("text");
            });
      }
    }
    return new Sent(
        body.string("model"),
        body.optionalString("system").orElse(""),
        messages,
        body.optionalFloat64("temperature"),
        body.optionalFloat64("top_p"),
        body.optionalInt64("max_tokens"),
        body.strings("stop_sequences"),
        body.objects("tools").stream().map(tool -> tool.string("name")).toList(),
        toolChoice(body));
  }

  private static String toolChoice(JsonFields body) {
    if (!body.has("tool_choice")) {
      return "";
    }
    JsonFields choice = body.object("tool_choice");
    return switch (choice.string("type")) {
      case "any" -> "required";
      case "tool" -> choice.string("name");
      default -> choice.string("type");
    };
  }

  private static String delta(int block, String delta) {
    return event("content_block_delta", "\"index\":" + block + ",\"delta\":" + delta);
  }

  private static String event(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
  }
}
