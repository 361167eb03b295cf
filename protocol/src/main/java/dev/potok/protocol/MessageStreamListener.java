package dev.potok.protocol;

/**
 * Is told what happens in an answer's stream, in its order, on the thread that feeds the handler.
 * After {@link #onMessageEnd} or {@link #onError} nothing but {@link #onUnknown} follows.
 */
public interface MessageStreamListener {

  /** The answer begins, or its text so far replaces what is held. */
  default void onMessageStart(MessageStart start) {}

  /** The answer's text or thinking grows. */
  default void onMessageDelta(MessageDelta delta) {}

  /** A call of a tool, which the model asks for, grows. */
  default void onToolCall(ToolCallDelta delta) {}

  /** The answer has come to its end. */
  default void onMessageEnd(MessageEnd end) {}

  /**
   * The answer has failed; or, with the code {@link AnswerError#CUT_OFF} or {@link
   * AnswerError#BAD_STREAM}, the stream cannot tell how it goes on.
   */
  default void onError(AnswerError error) {}

  /**
   * An event that the handler has no use for. The stream goes on.
   *
   * @param event the event's name in the stream
   * @param data its data, as it came
   */
  default void onUnknown(String event, String data) {}

  /** The stream asks to wait this long before a reconnection, in milliseconds. */
  default void onRetry(long millis) {}
}
