package dev.potok.storage;

import dev.potok.engine.ImportedChat;
import dev.potok.engine.Owner;
import dev.potok.engine.StorageException;
import dev.potok.protocol.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores one chat from a file, slice by slice, each of which is one transaction: whoever else
 * writes waits for one of them at most. The chat is hidden until the last slice. One that stays
 * half-written, since a slice fails or the process dies, is never shown and is purged by itself.
 * Used once, by one thread.
 */
final class ChatIntake {

  /** The most messages in one slice. */
  static final int SLICE_MESSAGES = 250;

  /** A slice takes no further message once it has so many characters. */
  static final int SLICE_CHARACTERS = 256 * 1024;

  /**
   * In the place of the time of a deletion: hidden, and nobody restores or purges it. Such a chat
   * is of the process that has the file open.
   */
  static final long BEING_TAKEN = 0;

  /** In the place of the time of a deletion: hidden, and so old that it is purged next. */
  private static final long LEFT = 1;

  private final SqliteStorage storage;
  private final Owner owner;
  private final ImportedChat chat;

  /** The ids of the messages that are stored. */
  private final List<Long> ids = new ArrayList<>();

  ChatIntake(SqliteStorage storage, Owner owner, ImportedChat chat) {
    this.storage = storage;
    this.owner = owner;
    this.chat = chat;
  }

  /** What earlier processes have left half-written is to be purged. */
  static void leaveWhatIsHalfWritten(SqliteStorage storage) {
    boolean isAny =
        storage.read(
            handle -> exists(handle, "SELECT 1 FROM chat WHERE deleted_at = " + BEING_TAKEN));
    if (isAny) {
      storage.write(handle ->
          handle.execute("UPDATE chat SET deleted_at = ? WHERE deleted_at = ?", LEFT, BEING_TAKEN));
    }
  }

  private static boolean exists(Handle handle, String query) {
    return handle.createQuery(query + " LIMIT 1").mapTo(Integer.class).findOne().isPresent();
  }

  /**
   * Stores the chat.
   *
   * @return its number; empty if one of the same key is stored and not deleted
   * @throws StorageException if it cannot be stored; nothing is shown of it then
   */
  OptionalLong take() {
    if (storage.read(this::isStored)) {
      return OptionalLong.empty();
    }
    long chatId = storage.writeUnsynced(this::insertHidden);
    try {
      while (ids.size() < chat.messages().size()) {
        ids.addAll(storage.writeUnsynced(handle -> insertSlice(handle, chatId)));
      }
      return storage.write(handle -> show(handle, chatId))
          ? OptionalLong.of(chatId)
          : OptionalLong.empty();
    } catch (StorageException e) {
      leave(chatId, e);
      throw e;
    }
  }

  private boolean isStored(Handle handle) {
    return handle
        .createQuery(
            "SELECT 1 FROM chat"
                + " WHERE owner_id = :owner AND import_key = :key AND deleted_at IS NULL LIMIT 1")
        .bind("owner", owner.id())
        .bind("key", chat.key())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private long insertHidden(Handle handle) {
    String sql =
        """
        INSERT INTO chat
          (owner_id, project_id, title, search_title, model, instructions, temperature, max_tokens,
           pinned, archived, import_key, created_at, updated_at, deleted_at)
        VALUES (:owner, :project, :title, :searchTitle, :model, :instructions, :temperature,
           :maxTokens, :pinned, :archived, :key, :created, :updated, :deleted)
        RETURNING id
        """;
    return SqliteChatStore.bind(handle.createQuery(sql), owner, chat.fields())
        .bind("key", chat.key())
        .bind("created", chat.createdAt().toEpochMilli())
        .bind("updated", chat.updatedAt().toEpochMilli())
        .bind("deleted", BEING_TAKEN)
        .mapTo(Long.class)
        .one();
  }

  /** The ids of the next messages. */
  private List<Long> insertSlice(Handle handle, long chatId) {
    List<Long> slice = new ArrayList<>();
    int characters = 0;
    int next = ids.size();
    while (next < chat.messages().size()
        && slice.size() < SLICE_MESSAGES
        && characters < SLICE_CHARACTERS) {
      ImportedChat.Message message = chat.messages().get(next++);
      slice.add(insert(handle, chatId, message, parentOf(message, slice)));
      characters += message.content().length();
    }
    return slice;
  }

  private @Nullable Long parentOf(ImportedChat.Message message, List<Long> slice) {
    OptionalInt place = message.parent();
    if (place.isEmpty()) {
      return null;
    }
    int inSlice = place.getAsInt() - ids.size();
    return inSlice < 0 ? ids.get(place.getAsInt()) : slice.get(inSlice);
  }

  private long insert(
      Handle handle, long chatId, ImportedChat.Message message, @Nullable Long parentId) {
    return handle
        .createQuery(
            """
            INSERT INTO message
              (owner_id, chat_id, parent_id, role, content, status, metadata, created_at)
            VALUES (:owner, :chat, :parent, :role, :content, :status, :metadata, :created)
            RETURNING id
            """)
        .bind("owner", owner.id())
        .bind("chat", chatId)
        .bind("parent", parentId)
        .bind("role", message.role().wireName())
        .bind("content", message.content())
        .bind("status", message.status().wireName())
        .bind("metadata", WireJson.write(message.metadata()))
        .bind("created", message.createdAt().toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  /** Whether the chat is shown now; not if the same one has been stored meanwhile. */
  private boolean show(Handle handle, long chatId) {
    boolean isFirst = !isStored(handle);
    handle
        .createUpdate(
            """
            UPDATE chat SET active_leaf_id = :leaf, deleted_at = :deleted
            WHERE id = :id AND owner_id = :owner
            """)
        .bind("leaf", shownLeaf())
        .bind("deleted", isFirst ? null : LEFT)
        .bind("id", chatId)
        .bind("owner", owner.id())
        .execute();
    return isFirst;
  }

  private @Nullable Long shownLeaf() {
    return ids.isEmpty() ? null : ids.get(chat.shown().orElse(ids.size() - 1));
  }

  private void leave(long chatId, StorageException cause) {
    try {
      storage.write(handle ->
          handle.execute(
              "UPDATE chat SET deleted_at = ? WHERE id = ? AND owner_id = ?",
              LEFT,
              chatId,
              owner.id()));
    } catch (StorageException e) {
      // The next start leaves it.
      cause.addSuppressed(e);
    }
  }
}
