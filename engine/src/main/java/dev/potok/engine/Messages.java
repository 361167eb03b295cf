package dev.potok.engine;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What a user can do with stored messages. Thread-safe. */
public final class Messages {

  /** The most messages of one page of the history. */
  public static final int MAX_PAGE = 1_000;

  /** How long a deleted message can be brought back. */
  public static final Duration RESTORE_WITHIN = Duration.ofMinutes(10);

  private final MessageStore store;
  private final ChatStore chats;
  private final Answers answers;
  private final ChangeFeed changes;

  /**
   * The messages in a store.
   *
   * @param changes is told which chats have others now
   */
  public Messages(MessageStore store, ChatStore chats, Answers answers, ChangeFeed changes) {
    this.store = store;
    this.chats = chats;
    this.answers = answers;
    this.changes = changes;
  }

  /**
   * The history along the active path, oldest first: the newest {@code limit} messages, or those
   * before a given one. Each says which versions it has.
   *
   * @param limit 1 to {@link #MAX_PAGE}
   * @throws NotFoundException if there is no such chat, or no such message in it
   * @throws InvalidFieldException if the limit is out of its range
   */
  public List<MessageRead> history(Owner owner, long chatId, OptionalLong before, int limit) {
    Limits.between("limit", limit, 1, MAX_PAGE);
    checkChat(owner, chatId);
    return store.path(owner, chatId, before, limit);
  }

  /**
   * One message.
   *
   * @throws NotFoundException if there is none
   */
  public MessageRead get(Owner owner, long chatId, long messageId) {
    return store.find(owner, chatId, messageId).orElseThrow(() -> missing(messageId));
  }

  /**
   * Deletes a message; what follows it stays. A running answer is stopped first. If it was the last
   * one, a version of it is shown, if there is one. {@link #restore} takes it back for a time.
   *
   * @throws NotFoundException if there is no such message
   */
  public void delete(Owner owner, long chatId, long messageId) throws InterruptedException {
    MessageRead message = get(owner, chatId, messageId);
    if (message.status() == MessageStatus.STREAMING) {
      answers.stop(owner, chatId, messageId);
    }
    boolean deleted = store.delete(owner, chatId, messageId);
    // A stopped answer without text is gone already, which is what was asked for.
    if (!deleted && message.status() != MessageStatus.STREAMING) {
      throw missing(messageId);
    }
    changes.publish(owner, new LiveEvent.MessagesChanged(chatId));
  }

  /**
   * Shows a version in the place of the others: the history leads through it, and on to the newest
   * message below it.
   *
   * @return the message
   * @throws NotFoundException if there is no such message
   * @throws ConflictException if it is not shown already, and an answer is running in the chat
   */
  public MessageRead show(Owner owner, long chatId, long messageId) {
    MessageRead message = get(owner, chatId, messageId);
    if (store.show(owner, chatId, messageId)) {
      changes.publish(owner, new LiveEvent.MessagesChanged(chatId));
    }
    return message;
  }

  /**
   * Remembers whether the reader left the thinking of an answer open; one without thinking stays as
   * it is. Nobody is told: it is no news to who looks at the message now.
   *
   * @return the message
   * @throws NotFoundException if there is no such message
   * @throws ConflictException if it is an answer that is running
   */
  public MessageRead leaveThinking(Owner owner, long chatId, long messageId, boolean open) {
    return store.leaveThinking(owner, chatId, messageId, open);
  }

  /**
   * Brings a deleted message back, and shows it, unless an answer is running elsewhere in the chat.
   *
   * @throws NotFoundException if there is none, or it was deleted longer ago than {@link
   *     #RESTORE_WITHIN}
   */
  public MessageRead restore(Owner owner, long chatId, long messageId) {
    MessageRead restored =
        store
            .restore(owner, chatId, messageId, RESTORE_WITHIN)
            .orElseThrow(() -> missing(messageId));
    changes.publish(owner, new LiveEvent.MessagesChanged(chatId));
    return restored;
  }

  private void checkChat(Owner owner, long chatId) {
    if (chats.find(owner, chatId).isEmpty()) {
      throw new NotFoundException(NotFoundException.Thing.CHAT, chatId);
    }
  }

  private static NotFoundException missing(long messageId) {
    return new NotFoundException(NotFoundException.Thing.MESSAGE, messageId);
  }
}
