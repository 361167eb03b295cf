package dev.potok.client;

import dev.potok.protocol.PotokException;

/**
 * The root of all that this library throws on purpose. There is a type for each thing that a caller
 * can do about it:
 *
 * <ul>
 *   <li>{@link RetryLaterException}: the same call may succeed later.
 *   <li>{@link RefusedException}: the call must be another one.
 *   <li>{@link AnswerFailedException}: the answer has failed at the server, and says why.
 *   <li>{@link UnexpectedReplyException}: give up; there is no Potok, or none that this library
 *       understands.
 *   <li>{@link WaitInterruptedException}: the thread was interrupted.
 * </ul>
 */
public abstract sealed class PotokClientException extends PotokException
    permits RetryLaterException,
        RefusedException,
        AnswerFailedException,
        UnexpectedReplyException,
        WaitInterruptedException {

  PotokClientException(String message) {
    super(message);
  }

  PotokClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
