package dev.potok.storage;

import dev.potok.engine.Owner;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which path of a chat is shown, where its messages stand for one another.
 *
 * <p>A deleted message is as good as removed: what follows it counts as following the message
 * before it. So what can be shown behind a message are its <em>nearest</em> descendants that are
 * not deleted, and those are the versions of one another. It is the same before and after a deleted
 * message is purged, and no message is out of reach.
 */
final class Versions {

  /** What can be shown behind a message, or at the beginning of a chat. */
  private static final String BEHIND =
      """
      WITH RECURSIVE behind (id, shown) AS (
        SELECT id, deleted_at IS NULL FROM message
        WHERE chat_id = :chat AND parent_id IS :parent AND owner_id = :owner
        UNION ALL
        SELECT message.id, message.deleted_at IS NULL
        FROM behind CROSS JOIN message ON message.chat_id = :chat AND message.parent_id = behind.id
        WHERE NOT shown
      )
      SELECT id FROM behind WHERE shown ORDER BY id
      """;

  /** The newest message below a message has nothing below it: what follows has a higher id. */
  private static final String NEWEST_LEAF =
      """
      WITH RECURSIVE below (id, shown) AS (
        SELECT id, deleted_at IS NULL FROM message
        WHERE id = :id AND chat_id = :chat AND owner_id = :owner
        UNION ALL
        SELECT message.id, message.deleted_at IS NULL
        FROM below CROSS JOIN message ON message.chat_id = :chat AND message.parent_id = below.id
      )
      SELECT max(id) FROM below WHERE shown
      """;

  /** From the active leaf upwards. */
  private static final String ACTIVE_PATH =
      """
      WITH RECURSIVE path (id, parent_id, depth) AS (
        SELECT message.id, message.parent_id, 0
        FROM chat JOIN message ON message.id = chat.active_leaf_id
        WHERE chat.id = :chat AND chat.owner_id = :owner
        UNION ALL
        SELECT message.id, message.parent_id, depth + 1
        FROM path JOIN message ON message.id = path.parent_id
      )
      """;

  private final Handle handle;
  private final Owner owner;
  private final long chatId;

  Versions(Handle handle, Owner owner, long chatId) {
    this.handle = handle;
    this.owner = owner;
    this.chatId = chatId;
  }

  /** Whether a message is on the path that is shown. */
  boolean isShown(long messageId) {
    return handle
        .createQuery(ACTIVE_PATH + "SELECT 1 FROM path WHERE id = :id")
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .bind("id", messageId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Shows the path to the newest message below the given one, or to that itself. */
  void show(long messageId) {
    handle
        .createUpdate(
            "UPDATE chat SET active_leaf_id = ("
                + NEWEST_LEAF
                + ") WHERE id = :chat"
                + " AND owner_id = :owner")
        .bind("id", messageId)
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .execute();
  }

  /** The answer that is running in the chat. */
  OptionalLong running() {
    return handle
        .createQuery(
            "SELECT id FROM message WHERE chat_id = :chat AND owner_id = :owner"
                + " AND status = 'streaming'")
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /**
   * After a deletion: where it has left nothing to be shown at its end of the path, the version
   * before it is shown there, or else the one after it.
   */
  void showNeighbourOf(long deletedId) {
    Optional<End> end = emptyEnd(deletedId);
    if (end.isEmpty()) {
      return;
    }
    long neighbour = 0;
    for (long id : behind(end.get().parentId())) {
      if (neighbour == 0 || id < deletedId) {
        neighbour = id;
      }
    }
    if (neighbour != 0) {
      show(neighbour);
    }
  }

  /** The place behind the last message of the path that is not deleted; null: there is none. */
  private record End(@Nullable Long parentId) {}

  /** Where the path ends in deleted messages, the given one among them. */
  private Optional<End> emptyEnd(long deletedId) {
    return handle
        .createQuery(
            ACTIVE_PATH
                + """
                , tail AS (
                  SELECT path.id, path.depth FROM path
                  WHERE depth < coalesce(
                    (SELECT min(above.depth) FROM path AS above JOIN message USING (id)
                     WHERE deleted_at IS NULL),
                    (SELECT max(depth) + 1 FROM path))
                )
                SELECT parent_id FROM path
                WHERE depth = (SELECT max(depth) FROM tail)
                  AND EXISTS (SELECT 1 FROM tail WHERE id = :id)
                """)
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .bind("id", deletedId)
        .map((row, _) -> {
          long parent = row.getLong("parent_id");
          return new End(row.wasNull() ? null : parent);
        })
        .findOne();
  }

  private List<Long> behind(@Nullable Long parentId) {
    return handle
        .createQuery(BEHIND)
        .bind("chat", chatId)
        .bind("owner", owner.id())
        .bind("parent", parentId)
        .mapTo(Long.class)
        .list();
  }
}
