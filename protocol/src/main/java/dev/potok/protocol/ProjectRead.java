package dev.potok.protocol;

import java.util.Optional;

/**
 * A project as the wire shows it: chats that share instructions and a model.
 *
 * @param id the project's number
 * @param name its name
 * @param instructions the system prompt of its chats; empty for none
 * @param defaultModel the model of its new chats
 * @param createdAt RFC 3339 in UTC
 * @param updatedAt RFC 3339 in UTC
 */
public record ProjectRead(
    long id,
    String name,
    String instructions,
    Optional<String> defaultModel,
    String createdAt,
    String updatedAt) {}
