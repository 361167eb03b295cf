package dev.potok.protocol;

import java.util.Optional;

/**
 * An answer begins, or a reader joins it: {@code message} carries the text so far, and replaces
 * whatever the reader holds.
 *
 * @param userMessage the message that is answered; absent in a foreign format
 * @param message the answer
 */
public record MessageStart(Optional<MessageRead> userMessage, MessageRead message)
    implements AnswerEvent {

  /** The event's name on the wire. */
  public static final String TYPE = "message_start";

  @Override
  public String type() {
    return TYPE;
  }
}
