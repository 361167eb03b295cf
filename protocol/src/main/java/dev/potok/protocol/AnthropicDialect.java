package dev.potok.protocol;

import java.util.OptionalLong;

/**
 * Anthropic's Messages: a message of content blocks, of which text, thinking and calls of tools are
 * read. Its end is {@code message_stop}.
 *
 * <p>Two of its events bear the names of Potok's own; they are told apart by their shape. Blocks
 * that follow each other directly are one text, since a citation cuts a sentence into blocks;
 * behind anything else a paragraph begins.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages-streaming">Anthropic, streaming</a>
 */
final class AnthropicDialect implements Dialect {
  private static final String PREFIX = "content_block_";

  private final ForeignAnswer answer = new ForeignAnswer();
  private long cachedTokens;

  @Override
  public boolean names(String event) {
    return event.startsWith(PREFIX)
        || switch (event) {
          case "message_start", "message_delta", "message_stop", "error" -> true;
          default -> false;
        };
  }

  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    return switch (event.type()) {
      case "message_start" ->
          json.objectIfAny("message")
              .flatMap(message -> message.textIfAny("type"))
              .filter("message"::equals)
              .isPresent();
      case "message_delta" -> json.objectIfAny("delta").isPresent();
      case "content_block_start", "content_block_delta" -> true;
      case "error" -> json.has("error");
      default -> false;
    };
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    switch (event.type()) {
      case "message_start" -> {
        json.optionalObject("message").ifPresent(this::head);
        answer.start(sink);
      }
      case "content_block_start" -> open(event, sink);
      case "content_block_delta" -> grow(event, sink);
      case "message_delta" -> {
        json.optionalObject("delta")
            .flatMap(delta -> delta.optionalString("stop_reason"))
            .ifPresent(answer::finish);
        json.optionalObject("usage").ifPresent(this::usage);
      }
      case "message_stop" -> answer.end(sink);
      case "error" -> answer.fail(ProviderError.of(json), sink);
      case "content_block_stop", "ping" -> {}
      default -> sink.unknown(event);
    }
  }

  private void head(JsonFields message) {
    answer.model(message.optionalString("model"));
    message.optionalObject("usage").ifPresent(this::usage);
  }

  private void open(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    JsonFields block = json.object("content_block");
    switch (block.optionalString("type").orElse("")) {
      case "text" -> answer.text(block.optionalString("text"), sink);
      case "thinking" -> {
        answer.breakParagraph();
        answer.thinking(block.optionalString("thinking"), sink);
      }
      case "tool_use" ->
          answer.openCall(
              keyOf(json), block.optionalString("id"), block.optionalString("name"), sink);
      // What was thought is encrypted in it.
      case "redacted_thinking" -> answer.breakParagraph();
      default -> {
        answer.breakParagraph();
        sink.unknown(event);
      }
    }
  }

  private void grow(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    JsonFields delta = json.object("delta");
    switch (delta.optionalString("type").orElse("")) {
      case "text_delta" -> answer.text(delta.optionalString("text"), sink);
      case "thinking_delta" -> answer.thinking(delta.optionalString("thinking"), sink);
      case "input_json_delta" ->
          answer.growCall(keyOf(json), delta.optionalString("partial_json"), sink);
      case "signature_delta", "citations_delta" -> {}
      default -> sink.unknown(event);
    }
  }

  private static String keyOf(JsonFields json) {
    return Long.toString(json.optionalInt64("index").orElse(0));
  }

  /** What comes from a cache was given to the model as well, but is counted apart. */
  private void usage(JsonFields usage) {
    OptionalLong read = usage.optionalInt64("cache_read_input_tokens");
    OptionalLong written = usage.optionalInt64("cache_creation_input_tokens");
    if (read.isPresent() || written.isPresent()) {
      cachedTokens = read.orElse(0) + written.orElse(0);
    }
    OptionalLong fresh = usage.optionalInt64("input_tokens");
    if (fresh.isPresent()) {
      answer.promptTokens(OptionalLong.of(fresh.getAsLong() + cachedTokens));
    }
    answer.tokens(usage.optionalInt64("output_tokens"));
  }
}
