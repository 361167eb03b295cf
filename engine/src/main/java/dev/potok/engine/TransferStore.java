package dev.potok.engine;

import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.OptionalLong;

/** Where whole chats are taken in and read. Thread-safe; throws {@link StorageException}. */
public interface TransferStore {

  /**
   * Stores a chat in one transaction.
   *
   * @return its number; empty if one of the same key is stored and not deleted
   */
  OptionalLong take(Owner owner, ImportedChat chat);

  /** The ids along the active path, oldest first, without what is deleted. */
  List<Long> shown(Owner owner, long chatId);

  /** Messages of a chat, in the order of the ids; those that are gone are left out. */
  List<MessageRead> messages(Owner owner, long chatId, List<Long> ids);

  /**
   * The messages behind an id, of all branches, in the order of their ids. What follows a deleted
   * one follows what is before that.
   */
  List<MessageRead> messagesAfter(Owner owner, long chatId, long id, int limit);
}
