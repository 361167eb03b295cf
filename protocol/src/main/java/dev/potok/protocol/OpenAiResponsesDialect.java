package dev.potok.protocol;

import java.util.Optional;

/**
 * OpenAI's Responses: events whose types begin with {@code response.}, over a list of output items.
 * Its ends are {@code response.completed}, {@code response.incomplete}, {@code response.failed} and
 * {@code error}.
 *
 * <p>The text of a further item is a further paragraph; the parts of one item are one text.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">OpenAI,
 *     streaming events</a>
 */
final class OpenAiResponsesDialect implements Dialect {
  private static final String PREFIX = "response.";

  private final ForeignAnswer answer = new ForeignAnswer();

  @Override
  public boolean names(String event) {
    return event.startsWith(PREFIX) || event.equals("error");
  }

  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    return event.type().startsWith(PREFIX)
        || (event.type().equals("error") && json.has("message") && !json.has("retryable"));
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    switch (event.type()) {
      case "response.created", "response.in_progress", "response.queued" -> {
        json.optionalObject("response").ifPresent(this::head);
        answer.start(sink);
      }
      case "response.output_text.delta", "response.refusal.delta" ->
          answer.text(json.optionalString("delta"), sink);
      case "response.reasoning_text.delta", "response.reasoning_summary_text.delta" ->
          answer.thinking(json.optionalString("delta"), sink);
      case "response.reasoning_summary_part.added" -> answer.breakThinking();
      case "response.output_item.added" -> open(json, sink);
      case "response.function_call_arguments.delta" ->
          answer.growCall(keyOf(json, "item_id"), json.optionalString("delta"), sink);
      case "response.completed" -> end(json, sink);
      case "response.incomplete" -> {
        answer.finish(reasonOf(json));
        end(json, sink);
      }
      case "response.failed" -> answer.fail(ProviderError.of(json.object("response")), sink);
      case "error" -> answer.fail(ProviderError.of(json), sink);
      // They repeat what the deltas have brought.
      case "response.output_item.done",
          "response.content_part.added",
          "response.content_part.done",
          "response.output_text.done",
          "response.refusal.done",
          "response.reasoning_text.done",
          "response.reasoning_summary_text.done",
          "response.reasoning_summary_part.done",
          "response.function_call_arguments.done" -> {}
      default -> sink.unknown(event);
    }
  }

  private void head(JsonFields response) {
    answer.model(response.optionalString("model"));
  }

  private void open(JsonFields json, Sink sink) {
    JsonFields item = json.object("item");
    answer.breakParagraph();
    if (item.optionalString("type").filter("function_call"::equals).isPresent()) {
      String key = keyOf(item, "id");
      Optional<String> id = item.optionalString("call_id");
      answer.openCall(key, id, item.optionalString("name"), sink);
      answer.growCall(key, item.optionalString("arguments"), sink);
    }
  }

  private static String keyOf(JsonFields json, String name) {
    return json.optionalString(name).orElse("");
  }

  private static String reasonOf(JsonFields json) {
    return json.object("response")
        .optionalObject("incomplete_details")
        .flatMap(details -> details.optionalString("reason"))
        .orElse("");
  }

  private void end(JsonFields json, Sink sink) {
    JsonFields response = json.object("response");
    head(response);
    response
        .optionalObject("usage")
        .ifPresent(usage -> {
          answer.tokens(usage.optionalInt64("output_tokens"));
          answer.promptTokens(usage.optionalInt64("input_tokens"));
        });
    answer.end(sink);
  }
}
