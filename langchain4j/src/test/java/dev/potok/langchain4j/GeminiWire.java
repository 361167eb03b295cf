package dev.potok.langchain4j;

import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelProvider;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.models.conformance.ServerWire;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Google's Gemini: generateContent, streamed. */
final class GeminiWire implements ServerWire {

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    return new LangChain4jExtension().open(settings.withKind(ProviderKind.GEMINI), http, retries);
  }

  @Override
  public String begin() {
    return ": connected\n\n";
  }

  @Override
  public String thinking(String piece) {
    return part(JsonText.object().field("text", piece).field("thought", true).done());
  }

  @Override
  public String text(String piece) {
    return part(JsonText.object().field("text", piece).done());
  }

  @Override
  public String toolCall(String id, String name, String arguments) {
    return part(
        JsonText.object()
            .openObject("functionCall")
            .field("name", name)
            .field("args", JsonFields.parse(arguments))
            .end()
            .done());
  }

  private static String part(String part) {
    return event(
        "{\"candidates\":[{\"content\":{\"parts\":["
            + part
            + "],\"role\":\"model\"},\"index\":0}],\"modelVersion\":\"m1\",\"responseId\":\"r1\"}");
  }

  @Override
  public String end(FinishReason reason, int promptTokens, int tokens) {
    String name =
        switch (reason) {
          case STOP, STOPPED, TOOL_CALLS -> "STOP";
          case LENGTH -> "MAX_TOKENS";
          case CONTENT_FILTER -> "SAFETY";
        };
    return event(
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},"
            + "\"finishReason\":\""
            + name
            + "\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":"
            + promptTokens
            + ",\"candidatesTokenCount\":"
            + tokens
            + ",\"totalTokenCount\":"
            + (promptTokens + tokens)
            + "},\"modelVersion\":\"m1\",\"responseId\":\"r1\"}");
  }

  @Override
  public String error(String message) {
    return event(refusal(message));
  }

  @Override
  public Map<Kind, String> errors(String message) {
    return Map.of(
        Kind.UNAVAILABLE, event(error(503, "UNAVAILABLE", message)),
        Kind.RATE_LIMITED, event(error(429, "RESOURCE_EXHAUSTED", message)),
        Kind.REFUSED, event(error(400, "INVALID_ARGUMENT", message)),
        Kind.UNAUTHORIZED, event(error(401, "UNAUTHENTICATED", message)));
  }

  @Override
  public String refusal(String message) {
    return error(500, "INTERNAL", message);
  }

  private static String error(int code, String status, String message) {
    return JsonText.object()
        .openObject("error")
        .field("code", code)
        .field("message", message)
        .field("status", status)
        .end()
        .done();
  }

  @Override
  public String whole(String text) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
        + text
        + "\"}]},\"finishReason\":\"STOP\"}]}";
  }

  @Override
  public String models(String... ids) {
    return Stream.of(ids)
        .map(id ->
            "{\"name\":\"models/"
                + id
                + "\",\"displayName\":\"Model "
                + id
                + "\",\"supportedGenerationMethods\":[\"generateContent\"]}")
        .collect(Collectors.joining(",", "{\"models\":[", "]}"));
  }

  @Override
  public String modelsCall() {
    return "GET /v1/models HTTP/1.1";
  }

  @Override
  public Key key(ScriptedServer.Request request) {
    return new Key(request.header("x-goog-api-key"), "sk-very-secret");
  }

  @Override
  public Sent sent(ScriptedServer.Request request) {
    JsonFields body = JsonFields.parse(request.body());
    String path = request.line().split(" ", -1)[1];
    List<String> messages = new ArrayList<>();
    for (JsonFields content : body.objects("contents")) {
      String role = content.string("role").equals("model") ? "assistant" : "user";
      for (JsonFields part : content.objects("parts")) {
        if (part.has("functionCall")) {
          JsonFields call = part.object("functionCall");
          messages.add(role + ": " + call.string("name") + "(" + call.object("args").json() + ")");
        } else if (part.has("functionResponse")) {
          JsonFields response = part.object("functionResponse").object("response");
          messages.add("tool: " + response.string(response.names().iterator().next()));
        } else {
          messages.add(role + ": " + part.string("text"));
        }
      }
    }
    JsonFields config = body.optionalObject("generationConfig").orElse(JsonFields.parse("{}"));
    return new Sent(
        path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf(':')),
        body.optionalObject("systemInstruction")
            .map(system -> system.objects("parts").getFirst().string("text"))
            .orElse(""),
        messages,
        config.optionalFloat64("temperature"),
        config.optionalFloat64("topP"),
        config.optionalInt64("maxOutputTokens"),
        config.strings("stopSequences"),
        tools(body),
        toolChoice(body));
  }

  private static List<String> tools(JsonFields body) {
    if (!body.has("tools")) {
      return List.of();
    }
    Stream<JsonFields> tools =
        body.isArray("tools") ? body.objects("tools").stream() : Stream.of(body.object("tools"));
    return tools
        .flatMap(tool -> tool.objects("functionDeclarations").stream())
        .map(declaration -> declaration.string("name"))
        .toList();
  }

  private static String toolChoice(JsonFields body) {
    if (!body.has("toolConfig")) {
      return "";
    }
    JsonFields config = body.object("toolConfig").object("functionCallingConfig");
    List<String> names = config.strings("allowedFunctionNames");
    if (names.size() == 1) {
      return names.getFirst();
    }
    return config.string("mode").equals("ANY")
        ? "required"
        : config.string("mode").toLowerCase(Locale.ROOT);
  }

  private static String event(String data) {
    return "data: " + data + "\r\n\r\n";
  }
}
