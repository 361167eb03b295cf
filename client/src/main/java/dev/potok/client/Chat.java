package dev.potok.client;

import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One chat of a server. It holds nothing but the number: every method asks the server.
 *
 * <p>Methods that give an {@link Answer} return when the answer has begun, and throw what refuses
 * it. Thread-safe; a chat has one running answer at most, and a second one is refused with {@link
 * AnswerRunningException}.
 */
public final class Chat {
  private final Calls calls;
  private final long id;
  private final String path;

  Chat(Calls calls, long id) {
    this.calls = calls;
    this.id = id;
    this.path = "/chats/" + id;
  }

  /** The chat's number. */
  public long id() {
    return id;
  }

  /** What the server knows of the chat: its title, its model, whether an answer runs in it. */
  public ChatRead details() {
    return calls.get(path, WireJson::readChat);
  }

  /** Gives the chat another title, of at most 200 characters. */
  public ChatRead rename(String title) {
    String body = JsonText.object().field("title", title).done();
    return calls.repeatable("PATCH", path, Optional.of(body), WireJson::readChat);
  }

  /**
   * Sets how the chat's next answers shall be; what is empty is as the project or the provider has
   * it. Instructions have 20,000 characters at most, the temperature is 0 to 2, the tokens are 1 to
   * 1,000,000.
   */
  public ChatRead options(ChatOptions options) {
    return calls.repeatable(
        "PATCH", path, Optional.of(WireJson.writeChange(options)), WireJson::readChat);
  }

  /** Deletes the chat and its messages. An answer that runs is stopped first. */
  public void delete() {
    calls.delete(path);
  }

  /** The newest messages of the path that is shown, 1,000 at most, oldest first. */
  public List<MessageRead> messages() {
    return calls.getArray(path + "/messages", WireJson::readMessage);
  }

  /** The newest messages of the path that is shown, 1 to 1,000, oldest first. */
  public List<MessageRead> messages(int limit) {
    return calls.getArray(path + "/messages?limit=" + limit, WireJson::readMessage);
  }

  /** The messages before the given one, 1 to 1,000, oldest first. */
  public List<MessageRead> messagesBefore(long messageId, int limit) {
    return calls.getArray(
        path + "/messages?before=" + messageId + "&limit=" + limit, WireJson::readMessage);
  }

  /**
   * Sends a message and begins to read its answer.
   *
   * @param content the text, in Markdown
   */
  public Answer send(String content) {
    return send(Question.of(content));
  }

  /** Sends a message and begins to read its answer. */
  public Answer send(Question question) {
    return Answer.open(this, calls, Opening.repeatable(path + "/messages/stream", question.json()));
  }

  /**
   * Sends a message and has its answer told to a listener, on a virtual thread. Returns at once.
   *
   * {@snippet class="dev.potok.client.Examples" region="listener"}
   */
  public AnswerTask send(Question question, AnswerListener listener) {
    return AnswerTask.start(() -> send(question), listener);
  }

  /**
   * Asks for a further version of an answer.
   *
   * <p>Unlike a send this cannot be repeated under an id: if the reply is lost before the answer
   * has begun, {@link RetryLaterException#isUnsettled} says so.
   *
   * @param messageId an answer, or a user's message
   */
  public Answer regenerate(long messageId) {
    return version(messageId, "regenerate", JsonText.object());
  }

  /** The same with another model. */
  public Answer regenerate(long messageId, String model) {
    return version(messageId, "regenerate", JsonText.object().field("model", model));
  }

  /**
   * Goes on with an answer that has text and did not come to its end, as a new version. Its first
   * event carries the text so far. As {@link #regenerate(long)} it is not repeated.
   */
  public Answer continueAnswer(long messageId) {
    return version(messageId, "continue", JsonText.object());
  }

  private Answer version(long messageId, String how, JsonText body) {
    return Answer.open(this, calls, Opening.once(message(messageId) + "/" + how, body.done()));
  }

  /** Reads a running or recent answer from where it is: its first event carries the text so far. */
  public Answer read(long messageId) {
    return read(messageId, OptionalLong.empty());
  }

  /**
   * Reads a running or recent answer from the event behind the one with the given number.
   *
   * @param afterSeq the last event that is known ({@link Answer#lastSeq}), 0 for all of them; for a
   *     number that the server does not know, the first event carries the text so far
   */
  public Answer read(long messageId, long afterSeq) {
    if (afterSeq < 0) {
      throw new IllegalArgumentException("afterSeq: " + afterSeq + " (expected: 0 or more)");
    }
    return read(messageId, OptionalLong.of(afterSeq));
  }

  private Answer read(long messageId, OptionalLong afterSeq) {
    return Answer.open(this, calls, Opening.known(message(messageId), messageId, afterSeq));
  }

  /**
   * Ends a running answer and keeps what came. One that has ended stays as it is.
   *
   * @return the message as it is stored now
   */
  public MessageRead stop(long messageId) {
    return calls.repeatable(
        "POST", message(messageId) + "/stop", Optional.empty(), WireJson::readMessage);
  }

  /**
   * Shows a version of a message in the place of the others ({@link MessageRead#versions} names
   * them): {@link #messages()} leads through it from now on, and to the newest message below it.
   * One that is shown already stays as it is.
   *
   * @return the message
   * @throws AnswerRunningException if an answer is running in the chat, and it is not shown already
   */
  public MessageRead show(long messageId) {
    return calls.repeatable(
        "POST", message(messageId) + "/show", Optional.empty(), WireJson::readMessage);
  }

  /** Deletes a message; what follows it stays. An answer that runs is stopped first. */
  public void deleteMessage(long messageId) {
    calls.delete(message(messageId));
  }

  /** Brings a deleted message back, within ten minutes. */
  public MessageRead restoreMessage(long messageId) {
    return calls.repeatable(
        "POST", message(messageId) + "/restore", Optional.empty(), WireJson::readMessage);
  }

  private String message(long messageId) {
    return path + "/messages/" + messageId;
  }

  @Override
  public String toString() {
    return "chat " + id;
  }
}
