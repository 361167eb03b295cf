package dev.potok.engine;

import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.OptionalLong;

/** Where whole chats are taken in and read. Thread-safe; throws {@link StorageException}. */
public interface TransferStore {

  /**
   * Stores a chat, in transactions of bounded size, so that nobody else who writes waits for more
   * than one of them. It is shown when the last one is committed. If that does not come to pass,
   * also since the process ends, nothing is ever shown of it, and {@link ChatStore#purgeDeleted}
   * removes what is there.
   *
   * @return its number; empty if one of the same key is stored and not deleted
   */
  OptionalLong take(Owner owner, ImportedChat chat);

  /** The ids along the active path, oldest first, without what is deleted. */
  List<Long> shown(Owner owner, long chatId);

  /** Messages of a chat, of the given ids and in their order; those that are gone are left out. */
  List<MessageRead> messages(Owner owner, long chatId, List<Long> ids);

  /** Where the messages of all branches are that have ended, in the order of their ids. */
  List<Place> places(Owner owner, long chatId);

  /**
   * Where a message is.
   *
   * @param id the message
   * @param parentId the message that it follows, once what is deleted is left out
   */
  record Place(long id, OptionalLong parentId) {}
}
