package dev.potok.engine;

import dev.potok.protocol.FinishReason;
import java.util.OptionalLong;

/**
 * How a model's answer ended.
 *
 * @param finishReason why it ended
 * @param tokens the tokens of the answer as the provider counted them
 * @param promptTokens the tokens of what the model was given, as the provider counted them
 */
public record ModelCompletion(
    FinishReason finishReason, OptionalLong tokens, OptionalLong promptTokens) {

  /** An answer of a provider that does not count what it is given. */
  public ModelCompletion(FinishReason finishReason, OptionalLong tokens) {
    this(finishReason, tokens, OptionalLong.empty());
  }
}
