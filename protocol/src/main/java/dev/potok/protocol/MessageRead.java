package dev.potok.protocol;

import java.util.List;
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
 * @param versions the ids of all messages that stand for one another at this place of the chat,
 *     this one among them, in ascending order; empty if there is only this one, and wherever a
 *     message is not part of a history
 */
public record MessageRead(
    long id,
    long chatId,
    OptionalLong parentId,
    Role role,
    String content,
    String createdAt,
    MessageStatus status,
    MessageMetadata metadata,
    List<Long> versions) {

  /** Copies the list. */
  public MessageRead {
    versions = List.copyOf(versions);
  }

  /** A message of which no other versions are known. */
  public MessageRead(
      long id,
      long chatId,
      OptionalLong parentId,
      Role role,
      String content,
      String createdAt,
      MessageStatus status,
      MessageMetadata metadata) {
    this(id, chatId, parentId, role, content, createdAt, status, metadata, List.of());
  }

  /** The same with another text. */
  public MessageRead withContent(String content) {
    return new MessageRead(
        id, chatId, parentId, role, content, createdAt, status, metadata, versions);
  }

  /** The same after another message, or after none. */
  public MessageRead withParentId(OptionalLong parentId) {
    return new MessageRead(
        id, chatId, parentId, role, content, createdAt, status, metadata, versions);
  }

  /** The same as one of several versions. */
  public MessageRead withVersions(List<Long> versions) {
    return new MessageRead(
        id, chatId, parentId, role, content, createdAt, status, metadata, versions);
  }

  /** The same with another status. */
  public MessageRead withStatus(MessageStatus status) {
    return new MessageRead(
        id, chatId, parentId, role, content, createdAt, status, metadata, versions);
  }

  /** The same with other metadata. */
  public MessageRead withMetadata(MessageMetadata metadata) {
    return new MessageRead(
        id, chatId, parentId, role, content, createdAt, status, metadata, versions);
  }
}
