package dev.potok.engine;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.OptionalLong;

/** Takes chats in from files, and reads whole chats for them. Thread-safe. */
public final class Transfers {

  /** How many messages of a chat are read at once. */
  public static final int BATCH = 100;

  private final TransferStore store;
  private final ChatStore chats;
  private final ChangeFeed changes;

  /**
   * Transfers to and from stores.
   *
   * @param changes is told of chats that were taken in
   */
  public Transfers(TransferStore store, ChatStore chats, ChangeFeed changes) {
    this.store = store;
    this.chats = chats;
    this.changes = changes;
  }

  /**
   * Stores a chat from a file, with all its messages or not at all.
   *
   * @return its number; empty if it is stored already
   */
  public OptionalLong take(Owner owner, ImportedChat chat) {
    OptionalLong stored = store.take(owner, chat);
    if (stored.isPresent()) {
      changes.publish(
          owner, () -> chats.find(owner, stored.getAsLong()).map(LiveEvent.ChatChanged::new));
    }
    return stored;
  }

  /**
   * A chat that is to be read.
   *
   * @throws NotFoundException if there is none
   */
  public ChatRead chat(Owner owner, long chatId) {
    return chats
        .find(owner, chatId)
        .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.CHAT, chatId));
  }

  /** The ids of the messages that are shown, oldest first. */
  public List<Long> shown(Owner owner, long chatId) {
    return store.shown(owner, chatId);
  }

  /** Messages of a chat, of the given ids and in their order; those that are gone are left out. */
  public List<MessageRead> messages(Owner owner, long chatId, List<Long> ids) {
    return store.messages(owner, chatId, ids);
  }

  /** Where the messages of all branches are, in the order of their ids. */
  public List<TransferStore.Place> places(Owner owner, long chatId) {
    return store.places(owner, chatId);
  }
}
