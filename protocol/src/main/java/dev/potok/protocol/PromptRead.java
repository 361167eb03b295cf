package dev.potok.protocol;

/**
 * A text of the prompt library as the wire shows it.
 *
 * @param id the prompt's number, never used twice
 * @param name what it is found by
 * @param text what is written into a message; <code>{{name}}</code> and <code>{{name=default}}
 *     </code> in it are filled in when it is used
 * @param createdAt RFC 3339 in UTC
 * @param updatedAt the time of its last change, RFC 3339 in UTC
 */
public record PromptRead(long id, String name, String text, String createdAt, String updatedAt) {}
