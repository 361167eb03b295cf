package dev.potok.server.openai;

import dev.potok.engine.InvalidFieldException;
import dev.potok.engine.ModelOptions;
import dev.potok.engine.Prompt;
import dev.potok.protocol.JsonFields;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param model the full id of the model; empty for the default one
 * @param stream whether the answer is wanted as it grows
 * @param includeUsage whether a stream is to end with the count of tokens
 */
record CompletionRequest(
    Optional<String> model,
    Conversation conversation,
    ModelOptions options,
    boolean stream,
    boolean includeUsage) {

  /**
   * Reads the body of a request.
   *
   * @throws dev.potok.protocol.JsonFormatException if a field is missing or of a wrong type
   * @throws InvalidFieldException if a value is out of its range, or asks for what no model here is
   *     asked
   */
  static CompletionRequest read(JsonFields body) {
    boolean stream = body.bool("stream", false);
    Optional<JsonFields> streamOptions = body.optionalObject("stream_options");
    if (streamOptions.isPresent() && !stream) {
      throw new InvalidFieldException("stream_options", "without stream", "only with stream");
    }
    UnsupportedFields.refuse(body);
    return new CompletionRequest(
        body.optionalString("model").filter(id -> !id.isBlank()),
        Conversation.read(body.objects("messages")),
        OptionFields.read(body),
        stream,
        streamOptions.map(options -> options.bool("include_usage", false)).orElse(false));
  }

  /** The prompt for a model, by its provider's name for it. */
  Prompt prompt(String providersModel) {
    return new Prompt(
        providersModel,
        conversation.instructions(),
        conversation.turns(),
        conversation.beginning(),
        options);
  }
}
