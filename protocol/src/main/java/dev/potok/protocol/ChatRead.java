package dev.potok.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A chat as the wire shows it.
 *
 * @param id the chat's number
 * @param projectId the project it belongs to
 * @param title its title; empty until it has one
 * @param model the model chosen for it
 * @param options how its answers shall be
 * @param streamingMessageId the answer that is running in it
 * @param createdAt RFC 3339 in UTC
 * @param updatedAt the time of its last message, RFC 3339 in UTC
 * @param pinned whether it comes before those that are not
 * @param archived whether it is listed apart
 */
public record ChatRead(
    long id,
    OptionalLong projectId,
    String title,
    Optional<String> model,
    ChatOptions options,
    OptionalLong streamingMessageId,
    String createdAt,
    String updatedAt,
    boolean pinned,
    boolean archived) {

  /** A chat without options, neither pinned nor archived. */
  public ChatRead(
      long id,
      OptionalLong projectId,
      String title,
      Optional<String> model,
      OptionalLong streamingMessageId,
      String createdAt,
      String updatedAt) {
    this(
        id,
        projectId,
        title,
        model,
        ChatOptions.NONE,
        streamingMessageId,
        createdAt,
        updatedAt,
        false,
        false);
  }
}
