package dev.potok.storage;

import dev.potok.engine.ConflictException;
import dev.potok.engine.MessageStore;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Owner;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.WireJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Messages in SQLite.
 *
 * <p>The messages of a chat form a tree. A path is read from its leaf to its root. A deleted
 * message keeps its place in the tree until it is purged, so that a path leads through it and
 * restoring it needs nothing but to unmark it; it is never shown.
 */
final class SqliteMessageStore implements MessageStore {

  /**
   * From a leaf upwards, until enough messages have been seen that are not deleted. A deleted
   * message belongs to the place of the one below it that is not.
   */
  private static final String PATH =
      """
      WITH RECURSIVE path (id, parent_id, place, shown, depth) AS (
        SELECT id, parent_id, iif(deleted_at IS NULL, id, NULL), deleted_at IS NULL, 0
        FROM message WHERE id = :leaf AND chat_id = :chat AND owner_id = :owner
        UNION ALL
        SELECT message.id, message.parent_id, iif(deleted_at IS NULL, message.id, place),
          shown + (deleted_at IS NULL), depth + 1
        FROM path JOIN message ON message.id = path.parent_id
        WHERE shown < :limit
      )
      """;

  /** A path without its versions: for a prompt. */
  private static final String PATH_ALONE =
      PATH
          + """
          SELECT message.*
          FROM path JOIN message USING (id)
          WHERE deleted_at IS NULL
          ORDER BY depth DESC
          """;

  /**
   * The same with what can be shown in the place of each message: what follows the one before it,
   * directly or behind deleted messages only. The cross joins keep the order of the joins, so that
   * a short part of a long chat is not found by a look at all of it.
   */
  static final String PATH_AND_VERSIONS =
      PATH
          + """
          , version (place, id, shown) AS (
            SELECT place, message.id, message.deleted_at IS NULL
            FROM path CROSS JOIN message
              ON message.chat_id = :chat AND message.parent_id IS path.parent_id
            WHERE place IS NOT NULL AND (message.id <> path.id OR place = path.id)
            UNION ALL
            SELECT place, message.id, message.deleted_at IS NULL
            FROM version CROSS JOIN message ON message.chat_id = :chat AND message.parent_id = version.id
            WHERE NOT version.shown
          ),
          versions (place, ids) AS (
            SELECT place, group_concat(id ORDER BY id) FROM version
            WHERE shown GROUP BY place HAVING count(*) > 1
          )
          SELECT message.*, versions.ids AS versions
          FROM path JOIN message USING (id) LEFT JOIN versions ON versions.place = message.id
          WHERE deleted_at IS NULL
          ORDER BY depth DESC
          """;

  private final SqliteStorage storage;

  SqliteMessageStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<MessageRead> path(Owner owner, long chatId, OptionalLong before, int limit) {
    return storage.read(handle -> {
      OptionalLong leaf =
          before.isPresent()
              ? parent(handle, owner, chatId, before.getAsLong())
              : activeLeaf(handle, owner, chatId);
      return leaf.isPresent()
          ? path(
              handle,
              PATH_AND_VERSIONS,
              owner,
              chatId,
              leaf.getAsLong(),
              limit,
              Rows::messageWithVersions)
          : List.of();
    });
  }

  /** What a message follows. One that is deleted still has its place. */
  private static OptionalLong parent(Handle handle, Owner owner, long chatId, long messageId) {
    String sql =
        "SELECT parent_id FROM message WHERE id = :id AND chat_id = :chat AND owner_id = :owner";
    return handle
        .createQuery(sql)
        .bind("id", messageId)
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.optionalLong(row, "parent_id"))
        .findOne()
        .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.MESSAGE, messageId));
  }

  private static OptionalLong activeLeaf(Handle handle, Owner owner, long chatId) {
    return handle
        .createQuery("SELECT active_leaf_id FROM chat WHERE id = :chat AND owner_id = :owner")
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.optionalLong(row, "active_leaf_id"))
        .findOne()
        .orElse(OptionalLong.empty());
  }

  @Override
  public List<MessageRead> pathTo(Owner owner, long chatId, long messageId, int limit) {
    return storage.read(
        handle -> path(handle, PATH_ALONE, owner, chatId, messageId, limit, Rows::message));
  }

  /** One message more than asked for is read: it is the parent of the first that is given. */
  private static List<MessageRead> path(
      Handle handle, String sql, Owner owner, long chatId, long leaf, int limit, RowReader reader) {
    List<MessageRead> found =
        handle
            .createQuery(sql)
            .bind("leaf", leaf)
            .bind("chat", chatId)
            .bind("owner", owner.id())
            .bind("limit", limit + 1)
            .map((row, _) -> reader.read(row))
            .list();
    List<MessageRead> path = new ArrayList<>(found.size());
    OptionalLong parent = OptionalLong.empty();
    for (MessageRead message : found) {
      path.add(message.withParentId(parent));
      parent = OptionalLong.of(message.id());
    }
    return path.size() > limit ? path.subList(1, path.size()) : path;
  }

  /** Reads a message from a row. */
  private interface RowReader {
    MessageRead read(ResultSet row) throws SQLException;
  }

  @Override
  public Optional<MessageRead> find(Owner owner, long chatId, long messageId) {
    return storage.read(handle -> find(handle, owner, chatId, messageId));
  }

  static Optional<MessageRead> find(Handle handle, Owner owner, long chatId, long messageId) {
    String sql =
        """
        SELECT * FROM message
        WHERE id = :id AND chat_id = :chat AND owner_id = :owner AND deleted_at IS NULL
          AND EXISTS (SELECT 1 FROM chat WHERE chat.id = chat_id AND chat.deleted_at IS NULL)
        """;
    return handle
        .createQuery(sql)
        .bind("id", messageId)
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.message(row))
        .findOne();
  }

  @Override
  public boolean delete(Owner owner, long chatId, long messageId) {
    // An answer that runs is stopped before; if another one slipped in between, it is not this id.
    String sql =
        """
        UPDATE message SET deleted_at = :now
        WHERE id = :id AND chat_id = :chat AND owner_id = :owner AND deleted_at IS NULL
          AND status <> 'streaming'
        """;
    return storage.write(handle -> {
      int deleted =
          handle
              .createUpdate(sql)
              .bind("now", storage.now())
              .bind("id", messageId)
              .bind("chat", chatId)
              .bind("owner", owner.id())
              .execute();
      if (deleted > 0) {
        new Versions(handle, owner, chatId).showNeighbourOf(messageId);
      }
      return deleted > 0;
    });
  }

  @Override
  public Optional<MessageRead> restore(Owner owner, long chatId, long messageId, Duration within) {
    String sql =
        """
        UPDATE message SET deleted_at = NULL
        WHERE id = :id AND chat_id = :chat AND owner_id = :owner AND deleted_at >= :earliest
          AND EXISTS (SELECT 1 FROM chat WHERE chat.id = chat_id AND chat.deleted_at IS NULL)
        """;
    return storage.write(handle -> {
      int restored =
          handle
              .createUpdate(sql)
              .bind("id", messageId)
              .bind("chat", chatId)
              .bind("owner", owner.id())
              .bind("earliest", storage.now() - within.toMillis())
              .execute();
      Versions versions = new Versions(handle, owner, chatId);
      if (restored > 0 && versions.running().isEmpty() && !versions.isShown(messageId)) {
        versions.show(messageId);
      }
      return find(handle, owner, chatId, messageId);
    });
  }

  @Override
  public boolean show(Owner owner, long chatId, long messageId) {
    return storage.write(handle -> {
      if (find(handle, owner, chatId, messageId).isEmpty()) {
        throw new NotFoundException(NotFoundException.Thing.MESSAGE, messageId);
      }
      Versions versions = new Versions(handle, owner, chatId);
      if (versions.isShown(messageId)) {
        return false;
      }
      OptionalLong running = versions.running();
      if (running.isPresent()) {
        throw new ConflictException(ConflictException.Kind.ANSWER_RUNNING, running.getAsLong());
      }
      versions.show(messageId);
      return true;
    });
  }

  @Override
  public MessageRead leaveThinking(Owner owner, long chatId, long messageId, boolean open) {
    return storage.write(handle -> {
      MessageRead message =
          find(handle, owner, chatId, messageId)
              .orElseThrow(() -> new NotFoundException(NotFoundException.Thing.MESSAGE, messageId));
      if (message.status() == MessageStatus.STREAMING) {
        throw new ConflictException(ConflictException.Kind.ANSWER_RUNNING, messageId);
      }
      MessageMetadata metadata = message.metadata().withThinkingExpanded(open);
      if (!metadata.hasThinkingProcess() || metadata.equals(message.metadata())) {
        return message;
      }
      handle
          .createUpdate(
              "UPDATE message SET metadata = :metadata WHERE id = :id AND owner_id = :owner")
          .bind("metadata", WireJson.write(metadata))
          .bind("id", messageId)
          .bind("owner", owner.id())
          .execute();
      return message.withMetadata(metadata);
    });
  }

  @Override
  public int purgeDeleted(Duration after) {
    return storage.write(handle -> {
      List<Long> ids =
          handle
              .createQuery("SELECT id FROM message WHERE deleted_at < :latest ORDER BY id")
              .bind("latest", storage.now() - after.toMillis())
              .mapTo(Long.class)
              .list();
      for (long id : ids) {
        remove(handle, id);
        handle.execute("UPDATE answer SET status = 'deleted' WHERE message_id = ?", id);
        handle.execute("DELETE FROM answer_event WHERE message_id = ?", id);
      }
      return ids.size();
    });
  }

  /**
   * Takes an answer that came to nothing out of its chat, and the question that was sent with it if
   * that is to go and nothing else follows it. Where no question is left that has no answer, the
   * path that was shown before is shown again.
   */
  static void withdraw(Handle handle, long answerId, boolean withQuestion) {
    boolean wasShown =
        exists(handle, "SELECT 1 FROM chat WHERE active_leaf_id = :answer", answerId);
    remove(handle, answerId);
    if (withQuestion) {
      handle
          .createQuery(
              """
              SELECT user_message_id FROM answer
              WHERE message_id = :answer AND new_question = 1 AND NOT EXISTS
                (SELECT 1 FROM message WHERE parent_id = answer.user_message_id)
              """)
          .bind("answer", answerId)
          .mapTo(Long.class)
          .findOne()
          .ifPresent(question -> remove(handle, question));
    }
    if (wasShown) {
      showPreviousPath(handle, answerId);
    }
  }

  private static void showPreviousPath(Handle handle, long answerId) {
    handle
        .createUpdate(
            """
            UPDATE chat SET active_leaf_id = answer.previous_leaf_id FROM answer
            WHERE answer.message_id = :answer AND chat.id = answer.chat_id
              AND EXISTS (SELECT 1 FROM message WHERE id = answer.previous_leaf_id)
              AND (answer.new_question = 0
                   OR NOT EXISTS (SELECT 1 FROM message WHERE id = answer.user_message_id))
            """)
        .bind("answer", answerId)
        .execute();
    showWhatIsLeft(handle, answerId);
  }

  /** The path of before may have lost its end meanwhile, as one does by a deletion. */
  private static void showWhatIsLeft(Handle handle, long answerId) {
    handle
        .createQuery(
            """
            SELECT chat.id, chat.owner_id, message.id FROM answer
            JOIN chat ON chat.id = answer.chat_id
            JOIN message ON message.id = chat.active_leaf_id
            WHERE answer.message_id = :answer AND message.deleted_at IS NOT NULL
            """)
        .bind("answer", answerId)
        .map((row, _) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
        .findOne()
        .ifPresent(found ->
            new Versions(handle, new Owner(found.get(1)), found.get(0))
                .showNeighbourOf(found.get(2)));
  }

  private static boolean exists(Handle handle, String query, long answerId) {
    return handle
        .createQuery(query)
        .bind("answer", answerId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Takes a message out of its chat's tree; its children take its parent. */
  static void remove(Handle handle, long id) {
    handle.execute(
        "UPDATE message SET parent_id = (SELECT parent_id FROM message WHERE id = ?)"
            + " WHERE parent_id = ?",
        id,
        id);
    handle.execute(
        "UPDATE chat SET active_leaf_id = (SELECT parent_id FROM message WHERE id = ?)"
            + " WHERE active_leaf_id = ?",
        id,
        id);
    handle.execute("DELETE FROM message WHERE id = ?", id);
  }
}
