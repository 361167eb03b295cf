package dev.potok.protocol;

import java.util.Optional;

/**
 * One event of {@code GET /events}: what has changed for a user, and pieces of the answers that the
 * same connection carries.
 */
public sealed interface LiveEvent {

  /** The event's name: the {@code event} field in SSE. */
  String type();

  /** Something that has changed, which every window of the user is to know. */
  sealed interface Change extends LiveEvent {}

  /**
   * The first event.
   *
   * @param missed whether changes before it may not have been told
   */
  record Ready(boolean missed) implements LiveEvent {

    /** The event's name on the wire. */
    public static final String TYPE = "ready";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /**
   * A chat is new, or something that the list shows of it is.
   *
   * @param chat the chat as it is now
   */
  record ChatChanged(ChatRead chat) implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "chat_changed";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /** A chat is gone. */
  record ChatDeleted(long chatId) implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "chat_deleted";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /**
   * A project is new or has changed.
   *
   * @param project the project as it is now
   */
  record ProjectChanged(ProjectRead project) implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "project_changed";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /** A project is gone, and its chats with it. */
  record ProjectDeleted(long projectId) implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "project_deleted";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /**
   * An answer has begun.
   *
   * @param userMessage what it answers
   * @param message the answer as it began
   */
  record AnswerStarted(long chatId, Optional<MessageRead> userMessage, MessageRead message)
      implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "answer_started";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /**
   * An answer has ended, in whatever way. It may have left no message.
   *
   * @param status how it ended
   */
  record AnswerEnded(long chatId, long messageId, MessageStatus status) implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "answer_ended";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /** Messages of a chat were deleted or restored: its history is to be loaded again. */
  record MessagesChanged(long chatId) implements Change {

    /** The event's name on the wire. */
    public static final String TYPE = "messages_changed";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /**
   * The next event of an answer that the connection carries.
   *
   * @param messageId the answer
   * @param jsonLine the event as a line of JSON without its line end, as {@link
   *     AnswerEventEncoder#jsonLine} writes it
   */
  record AnswerPart(long messageId, String jsonLine) implements LiveEvent {

    /** The event's name on the wire. */
    public static final String TYPE = "answer";

    @Override
    public String type() {
      return TYPE;
    }
  }

  /** An answer that was asked for cannot be read. */
  record AnswerRefused(long messageId, Problem problem) implements LiveEvent {

    /** The event's name on the wire. */
    public static final String TYPE = "answer_refused";

    @Override
    public String type() {
      return TYPE;
    }
  }
}
