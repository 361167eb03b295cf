package dev.potok.protocol;

import java.util.Optional;

/**
 * OpenAI's chat completions as most servers stream them: chunks with {@code choices}, usage in a
 * last chunk, then {@code [DONE]}. An answer that is sent whole, and the older completions, which
 * have their text in the choice itself, are read too.
 *
 * <p>An end needs a finish reason or {@code [DONE]}: a stream that closes without either was cut.
 * Some servers send no {@code [DONE]}; with a finish reason no text is missing.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">OpenAI, chat
 *     streaming</a>
 */
final class OpenAiChatDialect implements Dialect {
  private final ForeignAnswer answer = new ForeignAnswer();

  @Override
  public boolean names(String event) {
    return event.equals("error");
  }

  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    return json.has("choices")
        || json.textIfAny("object").filter("chat.completion.chunk"::equals).isPresent()
        || isError(json);
  }

  private static boolean isError(JsonFields json) {
    return (json.has("error") && !json.has("type"))
        || json.textIfAny("object").filter("error"::equals).isPresent();
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    if (event.isDone()) {
      answer.end(sink);
      return;
    }
    JsonFields json = event.json();
    if (json.has("error") || isError(json) || event.type().equals(AnswerError.TYPE)) {
      answer.fail(ProviderError.of(json), sink);
      return;
    }
    if (!json.has("choices")) {
      sink.unknown(event);
      return;
    }
    answer.model(json.optionalString("model"));
    answer.start(sink);
    json.optionalObject("usage").ifPresent(this::usage);
    for (JsonFields choice : json.objects("choices")) {
      // Only the first of several answers to one question is read.
      if (choice.optionalInt64("index").orElse(0) == 0) {
        choice(choice, sink);
      }
    }
  }

  @Override
  public void close(Sink sink) {
    if (answer.isFinished()) {
      answer.end(sink);
    }
  }

  private void choice(JsonFields choice, Sink sink) {
    choice
        .optionalObject("delta")
        .or(() -> choice.optionalObject("message"))
        .ifPresent(delta -> delta(delta, sink));
    answer.text(choice.optionalString("text"), sink);
    choice.optionalString("finish_reason").ifPresent(reason -> finish(reason, sink));
  }

  private void delta(JsonFields delta, Sink sink) {
    // A string with some servers, and something else with others.
    answer.thinking(
        delta.optionalString("reasoning_content").or(() -> delta.textIfAny("reasoning")), sink);
    answer.text(delta.optionalString("content"), sink);
    answer.text(delta.textIfAny("refusal"), sink);
    for (JsonFields call : delta.objects("tool_calls")) {
      sink.toolCall(toolCall(call));
    }
  }

  private static ToolCallDelta toolCall(JsonFields call) {
    Optional<JsonFields> function = call.optionalObject("function");
    return new ToolCallDelta(
        call.index("index"),
        call.optionalString("id"),
        function.flatMap(named -> named.optionalString("name")),
        function.flatMap(named -> named.optionalString("arguments")).orElse(""));
  }

  private void usage(JsonFields usage) {
    answer.tokens(usage.optionalInt64("completion_tokens"));
    answer.promptTokens(usage.optionalInt64("prompt_tokens"));
  }

  private void finish(String reason, Sink sink) {
    if (reason.equals("error")) {
      answer.fail(ProviderError.of(""), sink);
    } else {
      answer.finish(reason);
    }
  }
}
