package dev.potok.engine;

import dev.potok.protocol.ChatRead;
import java.util.List;
import java.util.Optional;

/** Where chats are kept. Thread-safe; throws {@link StorageException}. */
public interface ChatStore {

  /** The chats that a query asks for, newest first, at most one more than its limit. */
  List<ChatRead> list(Owner owner, Chats.Query query);

  /** One chat. */
  Optional<ChatRead> find(Owner owner, long chatId);

  /** Stores a new chat. */
  ChatRead create(Owner owner, Chats.Fields fields);

  /** Stores a chat's new fields; empty if there is no such chat. */
  Optional<ChatRead> update(Owner owner, long chatId, Chats.Fields fields);

  /**
   * Removes a chat and its messages in one transaction.
   *
   * @return false if there is no such chat, or an answer runs in it
   */
  boolean delete(Owner owner, long chatId);

  /** The answers that are running in a project's chats. */
  List<RunningAnswer> runningIn(Owner owner, long projectId);

  /**
   * Names a running answer.
   *
   * @param chatId its chat
   * @param messageId its message
   */
  record RunningAnswer(long chatId, long messageId) {}
}
