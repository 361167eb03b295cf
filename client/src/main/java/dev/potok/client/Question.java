package dev.potok.client;

import dev.potok.protocol.JsonText;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is asked, and how. Immutable.
 *
 * {@snippet class="dev.potok.client.Examples" region="question"}
 */
public final class Question {
  private final String content;
  private final String clientMessageId;
  private final Optional<String> model;
  private final OptionalLong parentId;

  private Question(
      String content, String clientMessageId, Optional<String> model, OptionalLong parentId) {
    this.content = content;
    this.clientMessageId = clientMessageId;
    this.model = model;
    this.parentId = parentId;
  }

  /**
   * A question after the last message of a chat, to the chat's model, under an id of its own.
   *
   * @param content the text, in Markdown
   */
  public static Question of(String content) {
    return new Question(
        content, UUID.randomUUID().toString(), Optional.empty(), OptionalLong.empty());
  }

  /**
   * The same under an id that the caller chooses, 1 to 200 characters. However often a question
   * reaches a chat under one id, it is asked once, and every sender reads the same answer: a
   * program that keeps the id can repeat a send after it was restarted.
   */
  public Question clientMessageId(String id) {
    return new Question(content, id, model, parentId);
  }

  /** The same to the given model, by its id. */
  public Question model(String id) {
    return new Question(content, clientMessageId, Optional.of(id), parentId);
  }

  /** The same after another message than the last one: the chat goes another way from there. */
  public Question parentId(long messageId) {
    return new Question(content, clientMessageId, model, OptionalLong.of(messageId));
  }

  /** The text. */
  public String content() {
    return content;
  }

  /** What the send is known by. */
  public String clientMessageId() {
    return clientMessageId;
  }

  String json() {
    JsonText json =
        JsonText.object().field("content", content).field("client_message_id", clientMessageId);
    model.ifPresent(id -> json.field("model", id));
    parentId.ifPresent(id -> json.field("parent_id", id));
    return json.done();
  }
}
