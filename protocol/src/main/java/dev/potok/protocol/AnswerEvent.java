package dev.potok.protocol;

/** One event of an answer's stream. The first is a start, the last an end or an error. */
public sealed interface AnswerEvent permits MessageStart, MessageDelta, MessageEnd, AnswerError {

  /** The event's name: the {@code event} field in SSE, {@code type} in JSON lines. */
  String type();

  /** Whether nothing follows this event. */
  default boolean isLast() {
    return switch (this) {
      case MessageStart _, MessageDelta _ -> false;
      case MessageEnd _, AnswerError _ -> true;
    };
  }
}
