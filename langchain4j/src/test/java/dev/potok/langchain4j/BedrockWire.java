package dev.potok.langchain4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.engine.ModelException.Kind;
import dev.potok.engine.ModelProvider;
import dev.potok.models.AwsAccess;
import dev.potok.models.ModelHttp;
import dev.potok.models.ProviderKind;
import dev.potok.models.ProviderSettings;
import dev.potok.models.Retries;
import dev.potok.models.conformance.Capability;
import dev.potok.models.conformance.ScriptedServer;
import dev.potok.models.conformance.ServerWire;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Bedrock's ConverseStream, whose events are binary: a character stands for each byte. */
final class BedrockWire implements ServerWire {

  /** Of the one block of each kind. */
  private static final int THINKING = 0;

  private static final int TEXT = 1;
  private static final int CALL = 2;

  @Override
  public ModelProvider open(ProviderSettings settings, ModelHttp http, Retries retries) {
    return new LangChain4jExtension()
        .open(
            settings
                .withKind(ProviderKind.BEDROCK)
                .withAws(new AwsAccess("eu-central-1", Optional.empty())),
            http,
            retries);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.MODEL_LIST, Capability.NO_TOOL));
  }

  @Override
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }

  @Override
  public byte[] bytes(String events) {
    return events.getBytes(ISO_8859_1);
  }

  /** There are no comments. */
  @Override
  public String stillLoading() {
    return "";
  }

  @Override
  public String begin() {
    return event("messageStart", "{\"role\":\"assistant\"}");
  }

  @Override
  public String thinking(String piece) {
    return delta(
        THINKING,
        JsonText.object().openObject("reasoningContent").field("text", piece).end().done());
  }

  @Override
  public String text(String piece) {
    return delta(TEXT, JsonText.object().field("text", piece).done());
  }

  @Override
  public String toolCall(String id, String name, String arguments) {
    int middle = arguments.length() / 2;
    return event("contentBlockStop", "{\"contentBlockIndex\":" + TEXT + "}")
        + event(
            "contentBlockStart",
            "{\"contentBlockIndex\":"
                + CALL
                + ",\"start\":{\"toolUse\":"
                + JsonText.object().field("toolUseId", id).field("name", name).done()
                + "}}")
        + delta(CALL, input(arguments.substring(0, middle)))
        + delta(CALL, input(arguments.substring(middle)))
        + event("contentBlockStop", "{\"contentBlockIndex\":" + CALL + "}");
  }

  private static String input(String piece) {
    return JsonText.object().openObject("toolUse").field("input", piece).end().done();
  }

  @Override
  public String end(FinishReason reason, int promptTokens, int tokens) {
    String name =
        switch (reason) {
          case STOP, STOPPED -> "end_turn";
          case LENGTH -> "max_tokens";
          case TOOL_CALLS -> "tool_use";
          case CONTENT_FILTER -> "content_filtered";
        };
    String stop =
        reason == FinishReason.TOOL_CALLS
            ? ""
            : event("contentBlockStop", "{\"contentBlockIndex\":" + TEXT + "}");
    return stop
        + event("messageStop", "{\"stopReason\":\"" + name + "\"}")
        + event(
            "metadata",
            "{\"usage\":{\"inputTokens\":"
                + promptTokens
                + ",\"outputTokens\":"
                + tokens
                + ",\"totalTokens\":"
                + (promptTokens + tokens)
                + "},\"metrics\":{\"latencyMs\":5}}");
  }

  @Override
  public String error(String message) {
    return exception("modelStreamErrorException", message);
  }

  @Override
  public Map<Kind, String> errors(String message) {
    return Map.of(
        Kind.UNAVAILABLE, exception("serviceUnavailableException", message),
        Kind.RATE_LIMITED, exception("throttlingException", message),
        Kind.REFUSED, exception("validationException", message),
        Kind.FAILED, exception("internalServerException", message));
  }

  @Override
  public String refusal(String message) {
    return JsonText.object().field("message", message).done();
  }

  @Override
  public String halfAnEvent() {
    return event("contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"text\":\"bro");
  }

  @Override
  public String whole(String text) {
    return "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\""
        + text
        + "\"}]}},\"stopReason\":\"end_turn\"}";
  }

  @Override
  public String models(String... ids) {
    throw new UnsupportedOperationException("the models of Bedrock are configured");
  }

  @Override
  public String modelsCall() {
    throw new UnsupportedOperationException("the models of Bedrock are configured");
  }

  @Override
  public Key key(ScriptedServer.Request request) {
    return new Key(request.header("Authorization"), "Bearer sk-very-secret");
  }

  @Override
  public Sent sent(ScriptedServer.Request request) {
    JsonFields body = JsonFields.parse(request.body());
    List<String> messages = new ArrayList<>();
    for (JsonFields message : body.objects("messages")) {
      String role = message.string("role");
      for (JsonFields block : message.objects("content")) {
        if (block.has("toolUse")) {
          JsonFields call = block.object("toolUse");
          messages.add(role + ": " + call.string("name") + "(" + call.object("input").json() + ")");
        } else if (block.has("toolResult")) {
          messages.add(
              "tool: " + block.object("toolResult").objects("content").getFirst().string("text"));
        } else {
          messages.add(role + ": " + block.string("text"));
        }
      }
    }
    JsonFields config = body.optionalObject("inferenceConfig").orElse(JsonFields.parse("{}"));
    Optional<JsonFields> tools = body.optionalObject("toolConfig");
    return new Sent(
        request.line().replaceAll(".*/model/([^/]*)/converse-stream .*", "$1"),
        body.objects("system").stream().map(part -> part.string("text")).findFirst().orElse(""),
        messages,
        config.optionalFloat64("temperature"),
        config.optionalFloat64("topP"),
        config.optionalInt64("maxTokens"),
        config.strings("stopSequences"),
        tools.stream()
            .flatMap(found -> found.objects("tools").stream())
            .map(tool -> tool.object("toolSpec").string("name"))
            .toList(),
        tools
            .flatMap(found -> found.optionalObject("toolChoice"))
            .map(choice -> choice.has("any") ? "required" : choice.json().toLowerCase(Locale.ROOT))
            .orElse(""));
  }

  private static String delta(int block, String delta) {
    return event(
        "contentBlockDelta", "{\"contentBlockIndex\":" + block + ",\"delta\":" + delta + "}");
  }

  private static String event(String type, String payload) {
    return message(Map.of(":message-type", "event", ":event-type", type), payload);
  }

  private static String exception(String type, String message) {
    return message(
        Map.of(":message-type", "exception", ":exception-type", type),
        JsonText.object().field("message", message).done());
  }

  private static String message(Map<String, String> headers, String payload) {
    Map<String, HeaderValue> values = new HashMap<>();
    values.put(":content-type", HeaderValue.fromString("application/json"));
    headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Message(values, payload.getBytes(UTF_8)).encode(bytes);
    return bytes.toString(ISO_8859_1);
  }
}
