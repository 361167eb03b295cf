package dev.potok.storage;

import dev.potok.engine.ImportedChat;
import dev.potok.engine.Owner;
import dev.potok.engine.TransferStore;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Whole chats in SQLite. */
final class SqliteTransferStore implements TransferStore {

  /** With the message that each follows, once what is deleted is left out. */
  private static final String MESSAGES_AFTER =
      """
      SELECT message.*,
        (WITH RECURSIVE above (id, deleted_at, parent_id) AS (
           SELECT id, deleted_at, parent_id FROM message AS parent
           WHERE parent.id = message.parent_id
           UNION ALL
           SELECT parent.id, parent.deleted_at, parent.parent_id
           FROM above JOIN message AS parent ON parent.id = above.parent_id
           WHERE above.deleted_at IS NOT NULL)
         SELECT id FROM above WHERE deleted_at IS NULL) AS shown_parent_id
      FROM message
      WHERE chat_id = :chat AND owner_id = :owner AND id > :id AND deleted_at IS NULL
      ORDER BY id LIMIT :limit
      """;

  private static final String SHOWN =
      """
      WITH RECURSIVE path (id, parent_id, deleted_at, depth) AS (
        SELECT message.id, message.parent_id, message.deleted_at, 0
        FROM chat JOIN message ON message.id = chat.active_leaf_id
        WHERE chat.id = :chat AND chat.owner_id = :owner
        UNION ALL
        SELECT message.id, message.parent_id, message.deleted_at, depth + 1
        FROM path JOIN message ON message.id = path.parent_id
      )
      SELECT path.id FROM path JOIN message ON message.id = path.id
      WHERE path.deleted_at IS NULL AND message.status <> 'streaming' ORDER BY depth DESC
      """;

  private final SqliteStorage storage;

  SqliteTransferStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public OptionalLong take(Owner owner, ImportedChat chat) {
    return storage.write(handle -> {
      if (isStored(handle, owner, chat.key())) {
        return OptionalLong.empty();
      }
      long chatId = insert(handle, owner, chat);
      List<Long> ids = new ArrayList<>(chat.messages().size());
      for (ImportedChat.Message message : chat.messages()) {
        ids.add(insert(handle, owner, chatId, message, idOf(ids, message.parent())));
      }
      if (!ids.isEmpty()) {
        handle.execute(
            "UPDATE chat SET active_leaf_id = ? WHERE id = ? AND owner_id = ?",
            ids.get(chat.shown().orElse(ids.size() - 1)),
            chatId,
            owner.id());
      }
      return OptionalLong.of(chatId);
    });
  }

  private static boolean isStored(Handle handle, Owner owner, String key) {
    return handle
        .createQuery(
            "SELECT 1 FROM chat"
                + " WHERE owner_id = :owner AND import_key = :key AND deleted_at IS NULL LIMIT 1")
        .bind("owner", owner.id())
        .bind("key", key)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static @Nullable Long idOf(List<Long> ids, OptionalInt place) {
    return place.isPresent() ? ids.get(place.getAsInt()) : null;
  }

  private static long insert(Handle handle, Owner owner, ImportedChat chat) {
    String sql =
        """
        INSERT INTO chat
          (owner_id, project_id, title, search_title, model, instructions, temperature, max_tokens,
           pinned, archived, import_key, created_at, updated_at)
        VALUES (:owner, :project, :title, :searchTitle, :model, :instructions, :temperature,
           :maxTokens, :pinned, :archived, :key, :created, :updated)
        RETURNING id
        """;
    return SqliteChatStore.bind(handle.createQuery(sql), owner, chat.fields())
        .bind("key", chat.key())
        .bind("created", chat.createdAt().toEpochMilli())
        .bind("updated", chat.updatedAt().toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  private static long insert(
      Handle handle,
      Owner owner,
      long chatId,
      ImportedChat.Message message,
      @Nullable Long parentId) {
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

  @Override
  public List<Long> shown(Owner owner, long chatId) {
    return storage.read(handle ->
        handle
            .createQuery(SHOWN)
            .bind("chat", chatId)
            .bind("owner", owner.id())
            .mapTo(Long.class)
            .list());
  }

  @Override
  public List<MessageRead> messages(Owner owner, long chatId, List<Long> ids) {
    return storage.read(handle -> {
      List<MessageRead> messages = new ArrayList<>(ids.size());
      for (long id : ids) {
        SqliteMessageStore.find(handle, owner, chatId, id).ifPresent(messages::add);
      }
      return messages;
    });
  }

  @Override
  public List<MessageRead> messagesAfter(Owner owner, long chatId, long id, int limit) {
    return storage.read(handle ->
        handle
            .createQuery(MESSAGES_AFTER)
            .bind("chat", chatId)
            .bind("owner", owner.id())
            .bind("id", id)
            .bind("limit", limit)
            .map((row, _) ->
                Rows.message(row).withParentId(Rows.optionalLong(row, "shown_parent_id")))
            .list());
  }
}
