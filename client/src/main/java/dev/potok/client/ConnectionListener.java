package dev.potok.client;

import java.time.Duration;

/**
 * Is told when the connection of an answer is lost and made again, to be shown or logged. It is
 * called by the thread that reads the answer, for several answers at once by several threads.
 */
public interface ConnectionListener {

  /**
   * A connection was cut, could not be made, or is silent. It is made again.
   *
   * @param reason why, for a log
   * @param wait how long until the next attempt
   */
  default void lost(String reason, Duration wait) {}

  /** The server is heard again. */
  default void restored() {}
}
