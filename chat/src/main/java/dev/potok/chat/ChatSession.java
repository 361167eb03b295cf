package dev.potok.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One open chat. Every call returns at once; a {@link ChatListener} is told what changes, during
 * the call or later. One thread, the one that the transport and the scheduler call back on.
 */
public final class ChatSession {
  private final long chatId;

  /**
   * A session that shows nothing yet; see {@link #loadMessages}.
   *
   * @param random numbers from 0 to below 1, which spread reconnections
   * @param clientMessageIds gives every send a name of its own that is never used twice
   */
  public ChatSession(
      long chatId,
      ChatTransport transport,
      Scheduler scheduler,
      DoubleSupplier random,
      Supplier<String> clientMessageIds,
      ChatListener listener) {
    this.chatId = chatId;
  }

  /** The chat's id. */
  public long chatId() {
    return chatId;
  }

  /** Loads the history and shows it; an answer that is running in it is read along. */
  public void loadMessages() {}

  /**
   * Sends a text. Shows it and an empty answer at once, before the server has heard of it. Does
   * nothing for a blank text, while an answer is under way, or after {@link #close}.
   *
   * @return whether it was sent, so that the composer can be emptied
   */
  public boolean sendMessage(String text) {
    return sendMessage(text, Optional.empty());
  }

  /** As {@link #sendMessage(String)}, answered by the given model. */
  public boolean sendMessage(String text, Optional<String> model) {
    return false;
  }

  /**
   * Asks for a further version of an answer, shown in its place; what followed it leaves the list.
   * Does nothing while an answer is under way.
   *
   * @param messageId an answer, or a user's message without one
   */
  public void regenerate(long messageId) {}

  /**
   * Deletes a message: it leaves the list at once, and comes back if the server refuses. An answer
   * that is under way is stopped first.
   */
  public void deleteMessage(long messageId) {}

  /**
   * Stops the answer that is under way and keeps what came of it. If it has no id yet, it is
   * stopped as soon as it has one. Harmless when there is none, or a second time.
   */
  public void stop() {}

  /**
   * Tries again what failed: a send under a new id, a load, a deletion; or, if the last answer is
   * not finished, regenerates it. Does nothing if {@link #canRetry} is false.
   */
  public void retry() {}

  /** Whether {@link #retry} would do something. */
  public boolean canRetry() {
    return false;
  }

  /** Takes the error away. */
  public void dismissError() {}

  /** What is shown, oldest first: a copy of the list, of live messages. */
  public List<ChatMessage> messages() {
    return List.of();
  }

  /** What the session is busy with. */
  public ChatState state() {
    return ChatState.IDLE;
  }

  /** Whether an answer is under way. */
  public boolean isStreaming() {
    return state().streaming();
  }

  /** Whether the history is being loaded. */
  public boolean isLoading() {
    return state().loading();
  }

  /** What went wrong last and was not dealt with. */
  public Optional<ChatError> error() {
    return Optional.empty();
  }

  /**
   * Leaves the chat: streams are closed, and nothing more is told to the listener. An answer that
   * is under way goes on at the server.
   */
  public void close() {}
}
