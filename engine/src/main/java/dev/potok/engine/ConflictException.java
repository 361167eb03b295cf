package dev.potok.engine;

import dev.potok.protocol.PotokException;
import java.util.OptionalLong;

/** The request is sound but does not fit what is stored now. */
public final class ConflictException extends PotokException {

  /** What stands in the way. */
  public enum Kind {
    /** An answer is running in the chat; wait for its end or stop it. */
    ANSWER_RUNNING("answer_running"),
    /** The id of the send was used before with other fields; use a new id. */
    CLIENT_MESSAGE_ID_REUSED("client_message_id_reused"),
    /** What the send made has been deleted since. */
    MESSAGE_DELETED("message_deleted"),
    /** The message has no answer, or is none. */
    NOT_ANSWERABLE("message_not_answerable"),
    /** The message is no answer with text that was cut short. */
    NOT_CONTINUABLE("message_not_continuable"),
    /** The message is not a user's, so it has no other version that a user could write. */
    NOT_EDITABLE("message_not_editable"),
    /** There are as many prompts in the library as there can be; delete one. */
    TOO_MANY_PROMPTS("too_many_prompts"),
    /** The chat is longer than the import takes; export it in another format. */
    CHAT_TOO_LONG("chat_too_long"),
    /** The server is about to end. */
    SHUTTING_DOWN("shutting_down");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The code on the wire; stable. */
    public String code() {
      return code;
    }
  }

  private final Kind kind;
  private final OptionalLong messageId;

  /** A conflict that is not about one message. */
  public ConflictException(Kind kind) {
    super(kind.code());
    this.kind = kind;
    this.messageId = OptionalLong.empty();
  }

  /** A conflict with the given message. */
  public ConflictException(Kind kind, long messageId) {
    super(kind.code() + ": message " + messageId);
    this.kind = kind;
    this.messageId = OptionalLong.of(messageId);
  }

  /** What stands in the way. */
  public Kind kind() {
    return kind;
  }

  /** The message that stands in the way. */
  public OptionalLong messageId() {
    return messageId;
  }
}
