package dev.potok.storage;

import dev.potok.engine.ImportedChat;
import dev.potok.engine.Owner;
import dev.potok.engine.TransferStore;
import dev.potok.protocol.MessageRead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Whole chats in SQLite. */
final class SqliteTransferStore implements TransferStore {

  private static final String TREE =
      """
      SELECT id, parent_id, deleted_at IS NULL AS is_shown, status = 'streaming' AS is_running
      FROM message WHERE chat_id = :chat AND owner_id = :owner ORDER BY id
      """;

  /**
   * The ids are in ascending order along every path. The plus sign keeps SQLite from looking
   * through the index of the chat for them.
   */
  private static final String MESSAGES =
      """
      SELECT * FROM message
      WHERE id IN (<ids>) AND +chat_id = :chat AND owner_id = :owner AND deleted_at IS NULL
      ORDER BY id
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
    return new ChatIntake(storage, owner, chat).take();
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
    return ids.isEmpty() ? List.of() : storage.read(handle -> messages(handle, owner, chatId, ids));
  }

  static List<MessageRead> messages(Handle handle, Owner owner, long chatId, List<Long> ids) {
    return handle
        .createQuery(MESSAGES)
        .bindList("ids", ids)
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.message(row))
        .list();
  }

  @Override
  public List<Place> places(Owner owner, long chatId) {
    return storage.read(handle -> places(handle, owner, chatId));
  }

  /** A message is older than what follows it, so each finds what the one before it leads to. */
  static List<Place> places(Handle handle, Owner owner, long chatId) {
    List<Place> places = new ArrayList<>();
    Map<Long, OptionalLong> leadsTo = new HashMap<>();
    try (ResultIterator<Node> rows =
        handle
            .createQuery(TREE)
            .bind("chat", chatId)
            .bind("owner", owner.id())
            .map((row, _) -> Node.of(row))
            .iterator()) {
      while (rows.hasNext()) {
        Node node = rows.next();
        OptionalLong parent =
            node.parentId() == 0
                ? OptionalLong.empty()
                : leadsTo.getOrDefault(node.parentId(), OptionalLong.empty());
        leadsTo.put(node.id(), node.isShown() ? OptionalLong.of(node.id()) : parent);
        if (node.isShown() && !node.isRunning()) {
          places.add(new Place(node.id(), parent));
        }
      }
    }
    return places;
  }

  /**
   * A message in its tree.
   *
   * @param parentId 0 for none, as no message has that number
   */
  private record Node(long id, long parentId, boolean isShown, boolean isRunning) {
    static Node of(ResultSet row) throws SQLException {
      return new Node(
          row.getLong("id"),
          row.getLong("parent_id"),
          row.getBoolean("is_shown"),
          row.getBoolean("is_running"));
    }
  }
}
