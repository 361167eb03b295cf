package dev.potok.engine;

import dev.potok.protocol.Role;
import java.util.List;

/**
 * What a model is asked.
 *
 * @param model the provider's id of the model
 * @param instructions the system prompt; empty for none
 * @param messages the conversation, oldest first; the last is the user's
 * @param beginning what the answer already says, to be gone on with and not said again; empty for a
 *     new answer
 */
public record Prompt(String model, String instructions, List<Turn> messages, String beginning) {

  public Prompt {
    messages = List.copyOf(messages);
  }

  /** A prompt for a new answer. */
  public Prompt(String model, String instructions, List<Turn> messages) {
    this(model, instructions, messages, "");
  }

  /**
   * One message of the conversation.
   *
   * @param role who speaks: the user or the assistant
   * @param content the text
   */
  public record Turn(Role role, String content) {}
}
