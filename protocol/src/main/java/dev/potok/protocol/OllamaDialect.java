package dev.potok.protocol;

import java.util.Optional;

/**
 * Ollama's own API: lines of {@code /api/chat}, which have a {@code message}, and of {@code
 * /api/generate}, which have a {@code response}. Its end is a line with {@code "done": true}.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">Ollama, API</a>
 */
final class OllamaDialect implements Dialect {
  private final ForeignAnswer answer = new ForeignAnswer();
  private int calls;

  @Override
  public boolean names(String event) {
    return false;
  }

  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    return json.isBoolean("done")
        && (json.isString("response") || json.objectIfAny("message").isPresent());
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    if (json.has("error")) {
      answer.fail(ProviderError.of(json), sink);
      return;
    }
    if (!json.isBoolean("done")) {
      sink.unknown(event);
      return;
    }
    answer.model(json.optionalString("model"));
    answer.start(sink);
    Optional<JsonFields> message = json.optionalObject("message");
    answer.thinking(message.orElse(json).optionalString("thinking"), sink);
    answer.text(json.optionalString("response"), sink);
    message.ifPresent(part -> read(part, sink));
    if (json.bool("done", false)) {
      json.optionalString("done_reason").ifPresent(answer::finish);
      answer.tokens(json.optionalInt64("eval_count"));
      answer.promptTokens(json.optionalInt64("prompt_eval_count"));
      answer.end(sink);
    }
  }

  /** A call comes whole, its arguments as an object. */
  private void read(JsonFields message, Sink sink) {
    answer.text(message.optionalString("content"), sink);
    for (JsonFields call : message.objects("tool_calls")) {
      JsonFields function = call.object("function");
      String key = Integer.toString(calls);
      calls++;
      answer.openCall(key, call.optionalString("id"), function.optionalString("name"), sink);
      answer.growCall(key, function.optionalObject("arguments").map(JsonFields::json), sink);
    }
  }
}
