package dev.potok.server.openai;

import dev.potok.engine.ModelCompletion;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.JsonText;
import java.util.Optional;

/**
 * What all parts of one completion have in common.
 *
 * @param created seconds since 1970
 * @param model the full id of the model
 */
record CompletionJson(String id, long created, String model) {

  /** The field of thinking. */
  static final String THINKING = "reasoning_content";

  /** An object of this completion with its first fields, still open. */
  String open(String object) {
    String closed =
        JsonText.object()
            .field("id", id)
            .field("object", object)
            .field("created", created)
            .field("model", model)
            .done();
    return closed.substring(0, closed.length() - 1);
  }

  /** The reason in OpenAI's words; nobody can stop such an answer and still read its end. */
  static String finishReason(FinishReason reason) {
    return reason == FinishReason.STOPPED ? FinishReason.STOP.wireName() : reason.wireName();
  }

  /** The count of tokens as JSON; only if the provider has counted both sides. */
  static Optional<String> usage(ModelCompletion completion) {
    if (completion.tokens().isEmpty() || completion.promptTokens().isEmpty()) {
      return Optional.empty();
    }
    long prompt = completion.promptTokens().getAsLong();
    long tokens = completion.tokens().getAsLong();
    return Optional.of(
        JsonText.object()
            .field("prompt_tokens", prompt)
            .field("completion_tokens", tokens)
            .field("total_tokens", prompt + tokens)
            .done());
  }
}
