package dev.potok.protocol;

/**
 * A further piece of an answer's text or of its thinking.
 *
 * @param kind which of the two grows
 * @param text what is appended
 */
public record MessageDelta(Kind kind, String text) implements AnswerEvent {

  /** The event's name on the wire. */
  public static final String TYPE = "message_delta";

  /** Which text a delta belongs to. */
  public enum Kind {
    /** The answer. */
    TEXT,
    /** The thinking. */
    THINKING
  }

  /** A piece of the answer. */
  public static MessageDelta text(String text) {
    return new MessageDelta(Kind.TEXT, text);
  }

  /** A piece of the thinking. */
  public static MessageDelta thinking(String text) {
    return new MessageDelta(Kind.THINKING, text);
  }

  @Override
  public String type() {
    return TYPE;
  }
}
