package dev.potok.server.transfer;

import dev.potok.engine.Chats;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.JsonText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a file says of a chat beside its messages.
 *
 * @param key tells it from all other chats
 * @param fields what a user could set of it
 */
record ChatHead(String key, Chats.Fields fields, Instant createdAt, Instant updatedAt) {

  /** The last time that every program can show. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * A head of a chat.
   *
   * @param title is made one line of at most {@link Chats#MAX_TITLE} characters
   * @param model the full id of a model on offer
   * @throws dev.potok.engine.InvalidFieldException if an option is out of its range
   */
  static ChatHead of(
      String key,
      String title,
      Optional<String> model,
      ChatOptions options,
      boolean pinned,
      boolean archived,
      Instant createdAt,
      Instant updatedAt) {
    Chats.Fields fields =
        new Chats.Fields(OptionalLong.empty(), titleOf(title), model, options, pinned, archived);
    return new ChatHead(key, fields, createdAt, updatedAt);
  }

  private static String titleOf(String given) {
    String line = JsonText.wellFormed(given.strip().replaceAll("[\\s\\p{Cc}]+", " "));
    if (line.length() <= Chats.MAX_TITLE) {
      return line;
    }
    int end = Chats.MAX_TITLE - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** A time in seconds since 1970, or in milliseconds if it is too large for that. */
  static Instant time(OptionalDouble given, Instant otherwise) {
    double value = given.orElse(Double.NaN);
    if (!(value > 0)) {
      return otherwise;
    }
    double millis = value < 1e11 ? value * 1_000 : value;
    return millis <= LAST.toEpochMilli() ? Instant.ofEpochMilli((long) millis) : otherwise;
  }

  /** A time as RFC 3339 has it. */
  static Instant time(String given, Instant otherwise) {
    try {
      Instant time = Instant.parse(given);
      return time.isAfter(Instant.EPOCH) && time.isBefore(LAST) ? time : otherwise;
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
