package dev.potok.engine;

import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A chat that comes from a file.
 *
 * @param key what tells it from the other chats of all files; a chat whose key is stored already is
 *     not stored again
 * @param fields what a user could set of it
 * @param createdAt when it began
 * @param updatedAt when its last message was written
 * @param messages a message comes behind the one that it follows
 * @param shown the place of the last message of the path that is shown; empty for the last message
 */
public record ImportedChat(
    String key,
    Chats.Fields fields,
    Instant createdAt,
    Instant updatedAt,
    List<Message> messages,
    OptionalInt shown) {

  /** Copies the list. */
  public ImportedChat {
    messages = List.copyOf(messages);
  }

  /**
   * A message of it.
   *
   * @param parent the place of the message that it follows, in the list; empty for none
   * @param status of an ended message
   */
  public record Message(
      OptionalInt parent,
      Role role,
      String content,
      Instant createdAt,
      MessageStatus status,
      MessageMetadata metadata) {}
}
