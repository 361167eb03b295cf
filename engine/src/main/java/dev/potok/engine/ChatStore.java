package dev.potok.engine;

import dev.potok.protocol.ChatRead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where chats are kept. Thread-safe; throws {@link StorageException}. */
public interface ChatStore {

  /** The chats that a query asks for, in its order, at most one more than its limit. */
  List<ChatRead> list(Owner owner, Chats.Query query);

  /** One chat. */
  Optional<ChatRead> find(Owner owner, long chatId);

  /**
   * Stores a new chat.
   *
   * @throws NotFoundException if there is no such project
   */
  ChatRead create(Owner owner, Chats.Fields fields);

  /**
   * Changes a chat: reads its fields, and stores what is made of them, in one transaction.
   *
   * @param change must be quick and do nothing else; what it throws is thrown, and nothing is
   *     stored
   * @return the changed chat; empty if there is no such chat
   * @throws NotFoundException if there is no such project
   */
  Optional<ChatRead> update(Owner owner, long chatId, UnaryOperator<Chats.Fields> change);

  /**
   * Hides a chat and its messages, so that {@link #restore} can bring them back for a time.
   *
   * @return false if there is no such chat, or an answer runs in it
   */
  boolean delete(Owner owner, long chatId);

  /**
   * Brings back a chat that was deleted not longer ago than the given time, unless its project is
   * deleted.
   */
  Optional<ChatRead> restore(Owner owner, long chatId, Duration within);

  /** Removes for good what was deleted longer ago than the given time, in steps of bounded size. */
  int purgeDeleted(Duration after);

  /**
   * Claims the one question for a title that a model may be asked.
   *
   * @return whether this call has it: the title is the first words of the first message, and no
   *     model was asked before
   */
  boolean claimTitle(Owner owner, long chatId);

  /**
   * Stores the title that a model gave, unless the user has given one meanwhile.
   *
   * @return whether it is stored
   */
  boolean giveTitle(Owner owner, long chatId, String title);

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
