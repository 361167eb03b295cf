package dev.potok.engine;

import dev.potok.protocol.Role;
import java.util.List;

/**
 * What a model is asked.
 *
 * @param model the provider's id of the model
 * @param instructions the system prompt; empty for none
 * @param messages the conversation, oldest first; the last is the user's
 */
public record Prompt(String model, String instructions, List<Turn> messages) {

  public Prompt {
    messages = List.copyOf(messages);
  }

  /**
   * One message of the conversation.
   *
   * @param role who speaks: the user or the assistant
   * @param content the text
   */
  public record Turn(Role role, String content) {}
}
