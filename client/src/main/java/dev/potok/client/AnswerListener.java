package dev.potok.client;

import dev.potok.protocol.MessageStreamListener;

/**
 * Is told an answer's events, in their order, by one virtual thread of the library. The last is one
 * of {@link #onMessageEnd}, {@link #onError} (the answer has failed at the server) and {@link
 * #onFailure}, unless the {@link AnswerTask} is closed before. An exception of the listener ends
 * the reading and comes out of {@link AnswerTask#await}.
 */
public interface AnswerListener extends MessageStreamListener {

  /** The answer could not be asked for, or not be read to its end. */
  default void onFailure(PotokClientException e) {}
}
