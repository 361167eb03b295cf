package dev.potok.protocol;

/**
 * An answer has come to its end as intended, or was stopped.
 *
 * @param message the whole answer
 * @param finishReason why it ended
 */
public record MessageEnd(MessageRead message, FinishReason finishReason) implements AnswerEvent {

  /** The event's name on the wire. */
  public static final String TYPE = "message_end";

  @Override
  public String type() {
    return TYPE;
  }
}
