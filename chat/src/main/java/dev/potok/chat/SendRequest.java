package dev.potok.chat;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of a send.
 *
 * @param content the user's text
 * @param clientMessageId names this send: however often it reaches the server, it is done once
 * @param model the model that shall answer; the chat's if absent
 * @param parentId the message that it follows; the last of the chat if absent
 * @param versionOf the user's message that it is another version of, and whose place it takes
 */
public record SendRequest(
    String content,
    String clientMessageId,
    Optional<String> model,
    OptionalLong parentId,
    OptionalLong versionOf) {

  /** A new message at the end of the chat. */
  public SendRequest(String content, String clientMessageId, Optional<String> model) {
    this(content, clientMessageId, model, OptionalLong.empty(), OptionalLong.empty());
  }
}
