package dev.potok.protocol;

import java.util.Optional;

/**
 * The AI SDK's UI message stream, version 1: parts of text, reasoning and calls of tools, each with
 * an id. Its ends are {@code finish}, {@code abort} and {@code error}; a stream may also be
 * configured to send {@code [DONE]} alone.
 *
 * <p>The text of a further step is a further paragraph, and so is the text behind a call.
 *
 * @see <a href="https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol">AI SDK, stream protocols</a>
 */
final class AiSdkDialect implements Dialect {
  private final ForeignAnswer answer = new ForeignAnswer();

  @Override
  public boolean names(String event) {
    return false;
  }

  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    if (!event.isUnnamed()) {
      return false;
    }
    return switch (event.type()) {
      case "start",
          "start-step",
          "text-start",
          "text-delta",
          "reasoning-start",
          "reasoning-delta",
          "tool-input-start",
          "tool-input-available",
          "message-metadata",
          "finish-step",
          "abort" ->
          true;
      case "error" -> json.has("errorText");
      default -> false;
    };
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    if (event.isDone()) {
      answer.end(sink);
      return;
    }
    JsonFields json = event.json();
    json.objectIfAny("messageMetadata").ifPresent(this::metadata);
    switch (event.type()) {
      case "start" -> answer.start(sink);
      case "start-step" -> answer.breakParagraph();
      case "text-delta" -> answer.text(json.optionalString("delta"), sink);
      case "reasoning-start" -> answer.breakThinking();
      case "reasoning-delta" -> answer.thinking(json.optionalString("delta"), sink);
      case "tool-input-start" -> openCall(json, sink);
      case "tool-input-delta" ->
          answer.growCall(keyOf(json), json.optionalString("inputTextDelta"), sink);
      case "tool-input-available" -> {
        if (openCall(json, sink)) {
          answer.growCall(keyOf(json), json.objectIfAny("input").map(JsonFields::json), sink);
        }
      }
      case "finish" -> finish(json, sink);
      case "abort" -> {
        answer.finish("abort");
        answer.end(sink);
      }
      case "error" -> answer.fail(ProviderError.of(json), sink);
      case "text-start", "text-end", "reasoning-end", "finish-step", "message-metadata" -> {}
      default -> sink.unknown(event);
    }
  }

  private boolean openCall(JsonFields json, Sink sink) {
    return answer.openCall(
        keyOf(json), json.optionalString("toolCallId"), json.optionalString("toolName"), sink);
  }

  private static String keyOf(JsonFields json) {
    return json.optionalString("toolCallId").orElse("");
  }

  private void finish(JsonFields json, Sink sink) {
    Optional<String> reason = json.optionalString("finishReason");
    if (reason.filter("error"::equals).isPresent()) {
      answer.fail(ProviderError.of(""), sink);
    } else {
      reason.ifPresent(answer::finish);
      answer.end(sink);
    }
  }

  /** An application chooses its fields itself; these names are the usual ones. */
  private void metadata(JsonFields fields) {
    answer.model(fields.textIfAny("model"));
    fields
        .objectIfAny("usage")
        .or(() -> fields.objectIfAny("totalUsage"))
        .ifPresent(usage -> {
          answer.tokens(usage.int64IfAny("outputTokens"));
          answer.promptTokens(usage.int64IfAny("inputTokens"));
        });
  }
}
