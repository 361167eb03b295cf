package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.Optional;

/**
 * Is told what changed in a session, so that a page can change just that. Calls come on the
 * session's thread, in an order that leads from one list of messages to the next: an index is the
 * place at the time of the call. It must not call the session back from inside a call.
 */
public interface ChatListener {

  /** Messages have come into the list, side by side, the first of them at {@code index}. */
  default void onAdded(int index, List<ChatMessage> messages) {}

  /** A message has left the list; it was at {@code index}. */
  default void onRemoved(int index, ChatMessage message) {}

  /** A message's id, status, time or metadata changed, its text and thinking did not. */
  default void onChanged(ChatMessage message) {}

  /** A message's text has grown by {@code appended}. */
  default void onTextAppended(ChatMessage message, String appended) {}

  /** A message's thinking has grown by {@code appended}. */
  default void onThinkingAppended(ChatMessage message, String appended) {}

  /** A message's text or thinking is another one now, and has to be drawn anew. */
  default void onTextReplaced(ChatMessage message) {}

  /** What the session is busy with has changed. */
  default void onState(ChatState state) {}

  /** There is an error to be shown, or, if empty, none any more. */
  default void onError(Optional<ChatError> error) {}

  /**
   * A message that was looked for has been found, or cannot be.
   *
   * @param isListed whether it is in the list now
   */
  default void onSought(long messageId, boolean isListed) {}

  /**
   * A text is on its way. What becomes of it is told by {@link #onRolledBack}, {@link
   * #onEditRolledBack} or the next history.
   *
   * @param after the last message that was shown; 0 if none
   */
  default void onSending(SendRequest request, long after) {}

  /** The history is asked for: what comes knows nothing of what is done from now on. */
  default void onAsking() {}

  /**
   * The history has come, and is shown.
   *
   * @param newest the newest messages that the server stores, oldest first
   * @param isWhole whether they are all
   */
  default void onLoaded(List<MessageRead> newest, boolean isWhole) {}

  /**
   * A send has failed and left nothing behind; both its messages have left the list.
   *
   * @param text what the user had written, to be put back into the composer
   */
  default void onRolledBack(String text) {}

  /**
   * A send that {@link #onRolledBack} told of has arrived after all.
   *
   * @param text what had been put back
   */
  default void onArrived(String text) {}

  /**
   * An edited message could not be sent, and left nothing behind; what it had replaced is in the
   * list again.
   *
   * @param edited the message that was edited
   * @param text what the user had made of it, to be put back into the editor
   */
  default void onEditRolledBack(ChatMessage edited, String text) {}
}
