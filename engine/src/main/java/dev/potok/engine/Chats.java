package dev.potok.engine;

import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What a user can do with chats. Thread-safe. */
public final class Chats {

  /** The longest title, in characters. */
  public static final int MAX_TITLE = 200;

  /** The longest instructions of one chat, in characters. */
  public static final int MAX_INSTRUCTIONS = 20_000;

  /** The highest temperature. */
  public static final int MAX_TEMPERATURE = 2;

  /** The most tokens that an answer can be given. */
  public static final int MAX_TOKENS = 1_000_000;

  /** The most chats on one page of the list. */
  public static final int MAX_PAGE = 200;

  /** How long a deleted chat can be brought back. */
  public static final Duration RESTORE_WITHIN = Messages.RESTORE_WITHIN;

  private final ChatStore store;
  private final Answers answers;
  private final ChangeFeed changes;

  /**
   * The chats in a store.
   *
   * @param changes is told what becomes of them
   */
  public Chats(ChatStore store, Answers answers, ChangeFeed changes) {
    this.store = store;
    this.answers = answers;
    this.changes = changes;
  }

  /**
   * What a user can set of a chat.
   *
   * @param projectId the project it belongs to
   * @param title at most {@link #MAX_TITLE} characters; empty lets the first message give it
   * @param model the full id of its model
   * @param options instructions of at most {@link #MAX_INSTRUCTIONS} characters, a temperature from
   *     0 to {@link #MAX_TEMPERATURE}, 1 to {@link #MAX_TOKENS} tokens
   * @param pinned whether it comes before those that are not
   * @param archived whether it is listed apart
   */
  public record Fields(
      OptionalLong projectId,
      String title,
      Optional<String> model,
      ChatOptions options,
      boolean pinned,
      boolean archived) {

    /**
     * Checks the ranges.
     *
     * @throws InvalidFieldException if a value is out of its range
     */
    public Fields {
      title = title.strip();
      Limits.atMost("title", title, MAX_TITLE);
      model.ifPresent(id -> Limits.modelId("model", id));
      Limits.atMost("instructions", options.instructions(), MAX_INSTRUCTIONS);
      options
          .temperature()
          .ifPresent(value -> Limits.range("temperature", value, 0, MAX_TEMPERATURE));
      options.maxTokens().ifPresent(tokens -> Limits.between("max_tokens", tokens, 1, MAX_TOKENS));
    }

    /** A chat without options, neither pinned nor archived. */
    public Fields(OptionalLong projectId, String title, Optional<String> model) {
      this(projectId, title, model, ChatOptions.NONE, false, false);
    }

    /** What is set of a stored chat. */
    public static Fields of(ChatRead chat) {
      return new Fields(
          chat.projectId(),
          chat.title(),
          chat.model(),
          chat.options(),
          chat.pinned(),
          chat.archived());
    }
  }

  /**
   * Which chats to list.
   *
   * @param projectId only those of this project
   * @param archived whether to list those that are archived, or those that are not
   * @param words only those whose title contains this, in any case; empty for all
   * @param after only those that come after this place; empty for the first page
   * @param limit how many, 1 to {@link #MAX_PAGE}
   */
  public record Query(
      OptionalLong projectId, boolean archived, String words, Optional<Place> after, int limit) {

    /**
     * Checks the ranges.
     *
     * @throws InvalidFieldException if a value is out of its range
     */
    public Query {
      Limits.between("limit", limit, 1, MAX_PAGE);
      Limits.atMost("q", words, MAX_TITLE);
    }

    /** A query for chats that are not archived. */
    public Query(OptionalLong projectId, String words, Optional<Place> after, int limit) {
      this(projectId, false, words, after, limit);
    }
  }

  /**
   * A place in the list: the pinned chats, then the others, each by the time of the last message,
   * newest first.
   *
   * @param pinned whether the chat at that place is pinned
   * @param updatedMillis the time of the chat at that place
   * @param chatId its number, which decides between equal times
   */
  public record Place(boolean pinned, long updatedMillis, long chatId) {

    /** A place among those that are not pinned. */
    public Place(long updatedMillis, long chatId) {
      this(false, updatedMillis, chatId);
    }
  }

  /**
   * One page of the list.
   *
   * @param chats the chats
   * @param hasMore whether a further page follows
   */
  public record Page(List<ChatRead> chats, boolean hasMore) {}

  /** One page of the chats: the pinned ones, then the others, newest first. */
  public Page list(Owner owner, Query query) {
    List<ChatRead> chats = store.list(owner, query);
    boolean hasMore = chats.size() > query.limit();
    return new Page(hasMore ? chats.subList(0, query.limit()) : chats, hasMore);
  }

  /**
   * One chat.
   *
   * @throws NotFoundException if there is none
   */
  public ChatRead get(Owner owner, long chatId) {
    return store.find(owner, chatId).orElseThrow(() -> missing(chatId));
  }

  /**
   * A new chat.
   *
   * @throws NotFoundException if there is no such project
   */
  public ChatRead create(Owner owner, Fields fields) {
    ChatRead created = store.create(owner, fields);
    tell(owner, created.id());
    return created;
  }

  /**
   * Changes a chat, as one step: what others change meanwhile stays.
   *
   * @param change makes the new fields of those that are stored; must be quick
   * @throws NotFoundException if there is no such chat or project
   */
  public ChatRead update(Owner owner, long chatId, UnaryOperator<Fields> change) {
    ChatRead updated = store.update(owner, chatId, change).orElseThrow(() -> missing(chatId));
    tell(owner, chatId);
    return updated;
  }

  /**
   * Deletes a chat with its messages. An answer that runs in it is stopped first, also one that
   * begins meanwhile. {@link #restore} takes it back for a time.
   *
   * @throws NotFoundException if there is none
   */
  public void delete(Owner owner, long chatId) throws InterruptedException {
    do {
      OptionalLong running = get(owner, chatId).streamingMessageId();
      if (running.isPresent()) {
        answers.stop(owner, chatId, running.getAsLong());
      }
    } while (!store.delete(owner, chatId));
    changes.publish(owner, new LiveEvent.ChatDeleted(chatId));
  }

  /**
   * Brings a deleted chat back.
   *
   * @throws NotFoundException if there is none, it was deleted longer ago than {@link
   *     #RESTORE_WITHIN}, or its project is deleted
   */
  public ChatRead restore(Owner owner, long chatId) {
    ChatRead restored =
        store.restore(owner, chatId, RESTORE_WITHIN).orElseThrow(() -> missing(chatId));
    tell(owner, chatId);
    return restored;
  }

  private void tell(Owner owner, long chatId) {
    changes.publish(owner, () -> store.find(owner, chatId).map(LiveEvent.ChatChanged::new));
  }

  private static NotFoundException missing(long chatId) {
    return new NotFoundException(NotFoundException.Thing.CHAT, chatId);
  }
}
