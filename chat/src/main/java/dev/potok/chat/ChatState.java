package dev.potok.chat;

/**
 * What a session is busy with.
 *
 * @param loading the history is being loaded for the reader to see
 * @param streaming an answer is under way, from the send to its end; the composer offers to stop it
 * @param asking the server was asked for that answer, and has not said yet that it begins
 * @param stopping the answer was asked to stop and has not ended yet
 * @param reconnecting the answer's stream was cut, and the session is trying to read on
 */
public record ChatState(
    boolean loading, boolean streaming, boolean asking, boolean stopping, boolean reconnecting) {

  /** Nothing is under way. */
  public static final ChatState IDLE = new ChatState(false, false, false, false, false);
}
