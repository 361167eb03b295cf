package dev.potok.testkit.history;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageRead;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One thing that happened. What is only asked for may have happened or not; the rest has. */
public sealed interface Entry {

  /** The answer that it is about; 0 if it is about none. */
  default long answerId() {
    return 0;
  }

  /**
   * The server has told that an answer began: a send was accepted, perhaps once more, or a further
   * version.
   *
   * @param clientMessageId the send's id; empty for a further version
   * @param questionId the user's message; 0 if the start tells of none
   */
  record Began(
      Optional<String> clientMessageId, long chatId, long questionId, long answerId, ModelPlan plan)
      implements Entry {}

  /** A client does something that lets the model be asked once for an answer to this message. */
  record ModelMayBeAsked(String content) implements Entry {}

  /** When all is over: so often was the model asked for an answer to this message. */
  record ModelWasAsked(String content, int times) implements Entry {}

  /**
   * Somebody asks for a further version of an answer, which may have begun though nobody is told.
   */
  record VersionAsked(long answerId) implements Entry {}

  /** Somebody asks to stop an answer. */
  record StopAsked(long answerId) implements Entry {}

  /** A Stop was answered with this message. */
  record StopAcknowledged(long answerId, MessageRead message) implements Entry {}

  /**
   * Somebody asks to delete a message.
   *
   * @param messageId the message, of either role
   */
  record DeleteAsked(long messageId) implements Entry {
    @Override
    public long answerId() {
      return messageId;
    }
  }

  /** The server has said that a message is deleted. */
  record DeleteAcknowledged(long messageId) implements Entry {
    @Override
    public long answerId() {
      return messageId;
    }
  }

  /**
   * A reader's connection is open.
   *
   * @param after the position that it gave
   */
  record Connected(String reader, long answerId, OptionalLong after) implements Entry {}

  /** A reader saw an event. */
  record Saw(String reader, long answerId, long seq, AnswerEvent event) implements Entry {}

  /**
   * Behind the end a reader got something more.
   *
   * @param event what it is called
   */
  record AfterEnd(String reader, long answerId, String event) implements Entry {}

  /** A reader's connection broke, or was broken, before the end. */
  record CutOff(String reader, long answerId, String how) implements Entry {}

  /**
   * A reader was told that there is no such answer.
   *
   * @param code the problem's code
   */
  record Gone(String reader, long answerId, String code) implements Entry {}

  /** A reader has not come to an end in the time that it had. */
  record GaveUp(String reader, long answerId, String why) implements Entry {}

  /** The server was killed. */
  record Killed() implements Entry {}

  /** The server answers again. */
  record Restarted() implements Entry {}

  /**
   * What the chat is when all is over.
   *
   * @param messages its history along the active path
   * @param streaming the answer that it says is running
   */
  record Stored(long chatId, List<MessageRead> messages, OptionalLong streaming) implements Entry {
    public Stored {
      messages = List.copyOf(messages);
    }
  }

  /** Anything else that helps to understand a failure. */
  record Note(long answerId, String text) implements Entry {}
}
