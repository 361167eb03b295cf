package dev.potok.protocol;

import java.util.OptionalLong;

/**
 * A message as the wire shows it.
 *
 * @param id the message's number, never used twice; 0 in a stream of a foreign format, which has no
 *     such number
 * @param chatId the chat's number; 0 as above
 * @param parentId the message that this one follows, absent for the first of a chat
 * @param role who speaks
 * @param content the text, in Markdown
 * @param createdAt the time of creation, RFC 3339 in UTC; empty in a stream of a foreign format
 * @param status the state of the text
 * @param metadata what is known beside the text
 */
public record MessageRead(
    long id,
    long chatId,
    OptionalLong parentId,
    Role role,
    String content,
    String createdAt,
    MessageStatus status,
    MessageMetadata metadata) {

  /** The same with another text. */
  public MessageRead withContent(String content) {
    return new MessageRead(id, chatId, parentId, role, content, createdAt, status, metadata);
  }

  /** The same after another message, or after none. */
  public MessageRead withParentId(OptionalLong parentId) {
    return new MessageRead(id, chatId, parentId, role, content, createdAt, status, metadata);
  }

  /** The same with another status. */
  public MessageRead withStatus(MessageStatus status) {
    return new MessageRead(id, chatId, parentId, role, content, createdAt, status, metadata);
  }

  /** The same with other metadata. */
  public MessageRead withMetadata(MessageMetadata metadata) {
    return new MessageRead(id, chatId, parentId, role, content, createdAt, status, metadata);
  }
}
