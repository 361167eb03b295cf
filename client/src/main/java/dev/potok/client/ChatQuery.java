package dev.potok.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** Which chats are listed, and how many at once. Immutable. */
public final class ChatQuery {
  private final Optional<String> words;
  private final OptionalLong projectId;
  private final OptionalInt limit;
  private final Optional<String> cursor;

  private ChatQuery(
      Optional<String> words, OptionalLong projectId, OptionalInt limit, Optional<String> cursor) {
    this.words = words;
    this.projectId = projectId;
    this.limit = limit;
    this.cursor = cursor;
  }

  /** All chats, 100 at once. */
  public static ChatQuery all() {
    return new ChatQuery(
        Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), Optional.empty());
  }

  /** Only those with these words in their title. */
  public ChatQuery words(String words) {
    return new ChatQuery(Optional.of(words), projectId, limit, cursor);
  }

  /** Only those of a project. */
  public ChatQuery projectId(long id) {
    return new ChatQuery(words, OptionalLong.of(id), limit, cursor);
  }

  /** At most so many at once, 1 to 200. */
  public ChatQuery limit(int chats) {
    return new ChatQuery(words, projectId, OptionalInt.of(chats), cursor);
  }

  /** Those behind an earlier page, by its {@link ChatPage#nextCursor()}. */
  public ChatQuery cursor(String nextCursor) {
    return new ChatQuery(words, projectId, limit, Optional.of(nextCursor));
  }

  /** The query of the address, with its question mark; empty if there is none. */
  String text() {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    words.ifPresent(text -> query.add("q=" + URLEncoder.encode(text, UTF_8)));
    projectId.ifPresent(id -> query.add("project_id=" + id));
    limit.ifPresent(count -> query.add("limit=" + count));
    cursor.ifPresent(place -> query.add("cursor=" + URLEncoder.encode(place, UTF_8)));
    return query.toString();
  }
}
