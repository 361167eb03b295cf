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
  private final OptionalLong versionOf;

  private Question(
      String content,
      String clientMessageId,
      Optional<String> model,
      OptionalLong parentId,
      OptionalLong versionOf) {
    this.content = content;
    this.clientMessageId = clientMessageId;
    this.model = model;
    this.parentId = parentId;
    this.versionOf = versionOf;
  }

  /**
   * A question after the last message of a chat, to the chat's model, under an id of its own.
   *
   * @param content the text, in Markdown
   */
  public static Question of(String content) {
    return new Question(
        content,
        UUID.randomUUID().toString(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /**
   * The same under an id that the caller chooses, 1 to 200 characters. However often a question
   * reaches a chat under one id, it is asked once, and every sender reads the same answer: a
   * program that keeps the id can repeat a send after it was restarted.
   */
  public Question clientMessageId(String id) {
    return new Question(content, id, model, parentId, versionOf);
  }

  /** The same to the given model, by its id. */
  public Question model(String id) {
    return new Question(content, clientMessageId, Optional.of(id), parentId, versionOf);
  }

  /** The same after another message than the last one: the chat goes another way from there. */
  public Question parentId(long messageId) {
    return new Question(
        content, clientMessageId, model, OptionalLong.of(messageId), OptionalLong.empty());
  }

  /**
   * The same as another version of a user's message: it follows what that one follows, and the chat
   * goes on from it. The old one stays, with all that comes after it; {@link Chat#show} leads back.
   * Takes the place of a {@link #parentId}. A send that names no user's message is refused with
   * {@code message_not_editable}.
   */
  public Question versionOf(long messageId) {
    return new Question(
        content, clientMessageId, model, OptionalLong.empty(), OptionalLong.of(messageId));
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
    versionOf.ifPresent(id -> json.field("version_of", id));
    return json.done();
  }
}
