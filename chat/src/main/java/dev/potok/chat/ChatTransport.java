package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.List;
import java.util.OptionalLong;

/**
 * The calls of the server that a session needs. Every call returns at once; its reply comes later
 * on the session's thread, never inside the call, and not at all once it was cancelled.
 */
public interface ChatTransport {

  /**
   * {@code GET /chats/{chat_id}/messages}: a page of the history, oldest first.
   *
   * @param before the message that the page ends before; the newest messages if empty
   * @param limit how many, 1 to 1,000; fewer come only if the chat begins with them
   */
  Cancellable loadMessages(
      long chatId, OptionalLong before, int limit, Reply<List<MessageRead>> reply);

  /** {@code DELETE /chats/{chat_id}/messages/{message_id}}. */
  Cancellable deleteMessage(long chatId, long messageId, DoneReply reply);

  /** {@code POST /chats/{chat_id}/messages/{message_id}/stop}: gives the stored message. */
  Cancellable stopAnswer(long chatId, long messageId, Reply<MessageRead> reply);

  /** {@code POST /chats/{chat_id}/messages/stream}. */
  Cancellable send(long chatId, SendRequest request, StreamReply reply);

  /** {@code POST /chats/{chat_id}/messages/{message_id}/regenerate}. */
  Cancellable regenerate(long chatId, long messageId, StreamReply reply);

  /**
   * {@code POST /chats/{chat_id}/messages/{message_id}/continue}: a new version of an unfinished
   * answer, whose start carries the text so far.
   */
  Cancellable continueAnswer(long chatId, long messageId, StreamReply reply);

  /**
   * {@code POST /chats/{chat_id}/messages/{message_id}/show}: the history leads through that
   * message from now on.
   */
  Cancellable showVersion(long chatId, long messageId, DoneReply reply);

  /**
   * Whether a call that asks for an answer is to be given up as soon as the answer has begun, and
   * the answer be read by {@link #readAnswer} from there on. So it is where connections are few and
   * all reading goes over one of them, as in a browser.
   */
  default boolean readsApart() {
    return false;
  }

  /**
   * {@code GET /chats/{chat_id}/messages/{message_id}/stream}: reads a running or recent answer.
   *
   * @param afterSeq the number of the last event that is known, 0 for none
   */
  Cancellable readAnswer(long chatId, long messageId, long afterSeq, StreamReply reply);

  /** How every call can fail. Exactly one of all replies comes, and it is the last. */
  interface FailureReply {

    /**
     * The server answered with an HTTP error.
     *
     * @param problem its problem document; where the body was none, one made of the status with an
     *     empty code
     */
    void refused(Problem problem);

    /**
     * No answer came, or it broke off. Whether the server did what was asked is not known.
     *
     * @param reason why, for a log
     */
    void networkFailed(String reason);
  }

  /** The reply of a call that gives nothing back. */
  interface DoneReply extends FailureReply {

    /** The server has done it. */
    void done();
  }

  /** The reply of a call that gives something back. */
  interface Reply<T> extends FailureReply {

    /** The server has done it. */
    void succeeded(T result);
  }

  /**
   * The reply of a call that streams: {@link #opened}, any number of {@link #bytes}, and then
   * {@link #closed} or a failure; a refusal comes instead of {@link #opened}, or after it where
   * many answers come over one connection.
   */
  interface StreamReply extends FailureReply {

    /** The server's headers have come: it takes the call. */
    void opened();

    /**
     * The connection was cut, and the transport itself is making another that goes on where this
     * one was; {@link #opened} says that it has.
     */
    default void reconnecting() {}

    /** The stream's next bytes, in Server-Sent Events or JSON lines. They are not kept. */
    void bytes(byte[] bytes, int offset, int length);

    /** The stream has closed, whole or cut. */
    void closed();
  }
}
