package dev.potok.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions as most servers stream them: chunks with {@code choices}, usage in a
 * last chunk, then {@code [DONE]}. The format has no ids of messages; the end carries the text that
 * the deltas add up to.
 *
 * <p>An end needs a finish reason or {@code [DONE]}: a stream that closes without either was cut.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">OpenAI, chat
 *     streaming</a>
 */
final class OpenAiChatDialect implements Dialect {
  private static final String DONE = "[DONE]";

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private MessageMetadata metadata = MessageMetadata.NONE;
  private boolean started;
  private boolean ended;
  private @Nullable FinishReason finishReason;

  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    return json.has("choices")
        || json.optionalString("object").filter("chat.completion.chunk"::equals).isPresent()
        || (json.has("error") && !json.has("type"));
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    if (event.data().equals(DONE)) {
      end(sink);
      return;
    }
    JsonFields json = event.json();
    if (json.has("error")) {
      sink.event(error(json));
      ended = true;
      return;
    }
    if (!json.has("choices")) {
      sink.unknown(event);
      return;
    }
    json.optionalString("model").ifPresent(model -> metadata = metadata.withModel(model));
    start(sink);
    json.optionalObject("usage").ifPresent(this::usage);
    for (JsonFields choice : firstChoice(json)) {
      choice.optionalObject("delta").ifPresent(delta -> delta(delta, sink));
      choice.optionalString("finish_reason").ifPresent(this::finish);
    }
  }

  @Override
  public void close(Sink sink) {
    if (finishReason != null) {
      end(sink);
    }
  }

  /** Only the first of several answers to one question is read. */
  private static List<JsonFields> firstChoice(JsonFields json) {
    return json.objects("choices").stream()
        .filter(choice -> choice.optionalInt64("index").orElse(0) == 0)
        .toList();
  }

  private void start(Sink sink) {
    if (!started) {
      started = true;
      sink.event(new MessageStart(Optional.empty(), message(MessageStatus.STREAMING)));
    }
  }

  private void delta(JsonFields delta, Sink sink) {
    Optional<String> thought = delta.optionalString("reasoning_content");
    append(
        thinking,
        thought.isPresent() ? thought : reasoning(delta),
        MessageDelta.Kind.THINKING,
        sink);
    append(text, delta.optionalString("content"), MessageDelta.Kind.TEXT, sink);
    for (JsonFields call : delta.objects("tool_calls")) {
      sink.toolCall(toolCall(call));
    }
  }

  private static ToolCallDelta toolCall(JsonFields call) {
    Optional<JsonFields> function = call.optionalObject("function");
    return new ToolCallDelta(
        (int) call.optionalInt64("index").orElse(0),
        call.optionalString("id"),
        function.flatMap(named -> named.optionalString("name")),
        function.flatMap(named -> named.optionalString("arguments")).orElse(""));
  }

  /** {@code reasoning} is a string with some servers and something else with others. */
  private static Optional<String> reasoning(JsonFields delta) {
    try {
      return delta.optionalString("reasoning");
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static void append(
      StringBuilder whole, Optional<String> piece, MessageDelta.Kind kind, Sink sink) {
    if (piece.isPresent() && !piece.get().isEmpty()) {
      whole.append(piece.get());
      sink.event(new MessageDelta(kind, piece.get()));
    }
  }

  private void usage(JsonFields usage) {
    usage
        .optionalInt64("completion_tokens")
        .ifPresent(tokens -> metadata = metadata.withTokens(tokens));
    usage
        .optionalInt64("prompt_tokens")
        .ifPresent(tokens -> metadata = metadata.withPromptTokens(tokens));
  }

  private void finish(String reason) {
    finishReason =
        switch (reason) {
          case "length" -> FinishReason.LENGTH;
          case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
          case "content_filter" -> FinishReason.CONTENT_FILTER;
          default -> FinishReason.STOP;
        };
  }

  private void end(Sink sink) {
    if (ended) {
      return;
    }
    ended = true;
    start(sink);
    sink.event(
        new MessageEnd(
            message(MessageStatus.COMPLETE),
            finishReason == null ? FinishReason.STOP : finishReason));
  }

  private static AnswerError error(JsonFields json) {
    String message;
    try {
      message = json.object("error").optionalString("message").orElse("the model reports an error");
    } catch (JsonFormatException e) {
      message = json.string("error");
    }
    return new AnswerError("model_error", message, true, Optional.empty());
  }

  private MessageRead message(MessageStatus status) {
    return new MessageRead(
        0,
        0,
        OptionalLong.empty(),
        Role.ASSISTANT,
        text.toString(),
        "",
        status,
        metadata.withThinkingText(thinking.toString()));
  }
}
