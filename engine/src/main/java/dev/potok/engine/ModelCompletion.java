package dev.potok.engine;

import dev.potok.protocol.FinishReason;
import java.util.OptionalLong;

/**
 * How a model's answer ended.
 *
 * @param finishReason why it ended
 * @param tokens the tokens of the answer as the provider counted them
 */
public record ModelCompletion(FinishReason finishReason, OptionalLong tokens) {}
