package dev.potok.protocol;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the answers of one chat shall be. What is left empty is as the project or the model's
 * provider has it.
 *
 * @param instructions a system prompt of the chat's own, which follows the project's; empty for
 *     none
 * @param temperature from 0, the most likely words, to 2
 * @param maxTokens the longest answer, in tokens, thinking included; positive
 */
public record ChatOptions(String instructions, OptionalDouble temperature, OptionalLong maxTokens) {

  /** Nothing is set. */
  public static final ChatOptions NONE =
      new ChatOptions("", OptionalDouble.empty(), OptionalLong.empty());
}
