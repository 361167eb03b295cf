package dev.potok.protocol;

import java.util.Optional;

/**
 * A chat or a message that was found.
 *
 * @param chat the chat, or the one that the message is in
 * @param title the chat's title
 * @param message what was found in the chat; empty if its title was
 */
public record SearchHit(ChatRead chat, MarkedText title, Optional<FoundMessage> message) {

  /**
   * A message that was found, on whichever branch of its chat.
   *
   * @param id the message's number
   * @param role who speaks
   * @param createdAt RFC 3339 in UTC
   * @param fragment the part of its text around what was found
   */
  public record FoundMessage(long id, Role role, String createdAt, MarkedText fragment) {}
}
