package dev.potok.engine;

import dev.potok.protocol.MessageRead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where messages are kept. Thread-safe; throws {@link StorageException}. */
public interface MessageStore {

  /**
   * The messages along the active path of a chat, oldest first, each with its versions.
   *
   * @param before only those before this message; empty for the newest
   * @param limit how many at most
   * @throws NotFoundException if the chat has no message {@code before}
   */
  List<MessageRead> path(Owner owner, long chatId, OptionalLong before, int limit);

  /**
   * The messages from the first of the chat to the given one, oldest first, at most {@code limit}
   * of the newest.
   */
  List<MessageRead> pathTo(Owner owner, long chatId, long messageId, int limit);

  /** One message, unless it is deleted. */
  Optional<MessageRead> find(Owner owner, long chatId, long messageId);

  /**
   * Hides a message so that {@link #restore} can bring it back for a time. Where it was the last of
   * the active path, the path leads to a version of it then, if there is one.
   */
  boolean delete(Owner owner, long chatId, long messageId);

  /**
   * Brings a message back that was deleted not longer ago than the given time. The active path
   * leads through it then, unless an answer is running in the chat.
   */
  Optional<MessageRead> restore(Owner owner, long chatId, long messageId, Duration within);

  /**
   * Makes the active path lead through a message, and on to the newest one below it.
   *
   * @return whether it did not before
   * @throws NotFoundException if there is no such message
   * @throws ConflictException if it did not before, and an answer is running in the chat
   */
  boolean show(Owner owner, long chatId, long messageId);

  /**
   * Remembers whether the reader left the thinking of an answer open; one without thinking stays as
   * it is.
   *
   * @return the message
   * @throws NotFoundException if there is no such message
   * @throws ConflictException if it is an answer that is running
   */
  MessageRead leaveThinking(Owner owner, long chatId, long messageId, boolean open);

  /** Removes for good what was deleted longer ago than the given time. */
  int purgeDeleted(Duration after);
}
