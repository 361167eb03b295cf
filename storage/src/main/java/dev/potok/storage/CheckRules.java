package dev.potok.storage;

import dev.potok.engine.OnFailure;
import dev.potok.storage.SqliteCheck.Fault;
import dev.potok.storage.SqliteCheck.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What holds between the rows of the database. In this order: what is repaired by one rule is what
 * the next ones build on.
 */
final class CheckRules {

  /** Everything that is looked at. */
  static final List<CheckRule> ALL =
      List.of(
          new Rule(
              Kind.CHAT_MISSING,
              """
              SELECT chat_id, min(id) AS message_id, count(*) AS detail
              FROM message WHERE chat_id NOT IN (SELECT id FROM chat) GROUP BY chat_id
              """,
              CheckRules::makeChat),
          new Rule(
              Kind.PROJECT_MISSING,
              """
              SELECT id AS chat_id, 0 AS message_id, project_id AS detail
              FROM chat
              WHERE project_id IS NOT NULL AND project_id NOT IN (SELECT id FROM project)
              """,
              (handle, fault, _) ->
                  handle.execute("UPDATE chat SET project_id = NULL WHERE id = ?", fault.chatId())),
          // A message is younger than the one it follows, so no path can lead to its beginning.
          new Rule(
              Kind.PARENT,
              """
              SELECT chat_id, id AS message_id, parent_id AS detail
              FROM message AS child
              WHERE parent_id >= id OR parent_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM message
                WHERE message.id = child.parent_id AND message.chat_id = child.chat_id)
              """,
              CheckRules::followTheOneBefore),
          new Rule(
              Kind.ACTIVE_LEAF,
              """
              SELECT id AS chat_id, 0 AS message_id, active_leaf_id AS detail
              FROM chat
              WHERE active_leaf_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM message
                WHERE message.id = chat.active_leaf_id AND message.chat_id = chat.id)
              """,
              (handle, fault, _) ->
                  handle.execute(
                      """
                      UPDATE chat SET active_leaf_id =
                        (SELECT max(id) FROM message WHERE chat_id = chat.id AND deleted_at IS NULL)
                      WHERE id = ?
                      """,
                      fault.chatId())),
          new Rule(
              Kind.ANSWER_STATUS,
              """
              SELECT answer.chat_id, message_id, answer.status || ' / ' || message.status AS detail
              FROM answer JOIN message ON message.id = answer.message_id
              WHERE answer.status <> message.status
              """,
              CheckRules::endBothAlike),
          new Rule(
              Kind.NOT_RUNNING,
              """
              SELECT chat_id, id AS message_id, status AS detail
              FROM message WHERE status = 'streaming'
              """,
              (handle, _, now) -> new Orphans(handle, OnFailure.KEEP, now).interrupt()),
          new Rule(
              Kind.ANSWER_GONE,
              """
              SELECT chat_id, message_id, status AS detail FROM answer
              WHERE status IN ('streaming', 'complete')
                  AND message_id NOT IN (SELECT id FROM message)
                OR chat_id NOT IN (SELECT id FROM chat UNION SELECT chat_id FROM message)
              """,
              CheckRules::noteDeleted),
          new LogRule(),
          new Rule(
              Kind.LAST_SEQ,
              """
              SELECT chat_id, answer.message_id, last_seq AS detail
              FROM answer LEFT JOIN
                (SELECT message_id, max(seq) AS seq FROM answer_event GROUP BY message_id) AS log
                ON log.message_id = answer.message_id
              WHERE status <> 'streaming'
                AND (last_seq IS NULL OR ended_at IS NULL OR last_seq < 2
                     OR last_seq <> log.seq + 1)
              """,
              (handle, fault, _) ->
                  handle.execute(
                      """
                      UPDATE answer
                      SET ended_at = coalesce(ended_at, started_at),
                          last_seq = 1 + coalesce(
                            (SELECT max(seq) FROM answer_event
                             WHERE answer_event.message_id = answer.message_id), 1)
                      WHERE message_id = ?
                      """,
                      fault.messageId())),
          new SearchTitleRule(),
          // Ids of removed messages are remembered by their answers.
          new Rule(
              Kind.NEXT_ID,
              """
              SELECT 0 AS chat_id, 0 AS message_id, used.name AS detail
              FROM (SELECT 'project' AS name, max(id) AS last FROM project
                    UNION ALL SELECT 'chat', max(id) FROM chat
                    UNION ALL SELECT 'message', max(last) FROM
                      (SELECT max(id) AS last FROM message
                       UNION ALL SELECT max(message_id) FROM answer)) AS used
                LEFT JOIN sqlite_sequence USING (name)
              WHERE used.last > coalesce(seq, 0)
              """,
              CheckRules::goOnAfterTheGreatest),
          new ForeignKeys());

  private CheckRules() {}

  private interface Repair {
    void repair(Handle handle, Fault fault, long now);
  }

  /**
   * A rule in SQL.
   *
   * @param find gives {@code chat_id}, {@code message_id} and {@code detail}
   */
  private record Rule(Kind kind, String find, Repair how) implements CheckRule {

    @Override
    public List<Fault> find(Handle handle) {
      return handle
          .createQuery(find)
          .map((row, _) ->
              new Fault(
                  kind,
                  row.getLong("chat_id"),
                  row.getLong("message_id"),
                  String.valueOf(row.getString("detail"))))
          .list();
    }

    @Override
    public void repair(Handle handle, Fault fault, long now) {
      how.repair(handle, fault, now);
    }
  }

  /** The log of an answer that has ended is numbered without a gap, and is the end of its text. */
  private record LogRule() implements CheckRule {

    @Override
    public Kind kind() {
      return Kind.LOG;
    }

    @Override
    public List<Fault> find(Handle handle) {
      return handle
          .createQuery(
              """
              SELECT coalesce(answer.chat_id, 0) AS chat_id, answer_event.message_id,
                     min(seq) || '-' || max(seq) || ' (' || count(*) || ')' AS detail,
                     answer.status IS NOT NULL AND min(seq) = 2 AND max(seq) = count(*) + 1
                       AS is_whole
              FROM answer_event LEFT JOIN answer USING (message_id)
              WHERE answer.status IS NULL OR answer.status <> 'streaming'
              GROUP BY answer_event.message_id
              """)
          .map((row, _) ->
              Map.entry(
                  row.getBoolean("is_whole"),
                  new Fault(
                      Kind.LOG,
                      row.getLong("chat_id"),
                      row.getLong("message_id"),
                      row.getString("detail"))))
          .stream()
          .filter(log -> !(log.getKey() && isText(handle, log.getValue().messageId())))
          .map(Map.Entry::getValue)
          .toList();
    }

    /** An answer that goes on from an earlier one has only what it added in its log. */
    private static boolean isText(Handle handle, long messageId) {
      String logged =
          String.join(
              "",
              handle
                  .createQuery(
                      "SELECT text FROM answer_event"
                          + " WHERE message_id = ? AND kind = 'text' ORDER BY seq")
                  .bind(0, messageId)
                  .mapTo(String.class)
                  .list());
      return handle
          .createQuery("SELECT content FROM message WHERE id = ?")
          .bind(0, messageId)
          .mapTo(String.class)
          .findOne()
          .map(content -> content.endsWith(logged))
          .orElse(true);
    }

    @Override
    public void repair(Handle handle, Fault fault, long now) {
      handle.execute("DELETE FROM answer_event WHERE message_id = ?", fault.messageId());
    }
  }

  /** SQLite's own lower case knows Latin letters only, so this is no query. */
  private record SearchTitleRule() implements CheckRule {

    @Override
    public Kind kind() {
      return Kind.SEARCH_TITLE;
    }

    @Override
    public List<Fault> find(Handle handle) {
      List<Fault> faults = new ArrayList<>();
      handle
          .createQuery("SELECT id, title, search_title FROM chat")
          .map((row, _) ->
              Map.entry(
                  row.getString("search_title")
                      .equals(SqliteChatStore.searchable(row.getString("title"))),
                  new Fault(
                      Kind.SEARCH_TITLE, row.getLong("id"), 0, row.getString("search_title"))))
          .forEach(chat -> {
            if (!chat.getKey()) {
              faults.add(chat.getValue());
            }
          });
      return faults;
    }

    @Override
    public void repair(Handle handle, Fault fault, long now) {
      String title =
          handle
              .createQuery("SELECT title FROM chat WHERE id = ?")
              .bind(0, fault.chatId())
              .mapTo(String.class)
              .one();
      handle.execute(
          "UPDATE chat SET search_title = ? WHERE id = ?",
          SqliteChatStore.searchable(title),
          fault.chatId());
    }
  }

  /** Rows that belong to nothing, as far as no other rule has found them. */
  private record ForeignKeys() implements CheckRule {

    @Override
    public Kind kind() {
      return Kind.OWNER_MISSING;
    }

    @Override
    public List<Fault> find(Handle handle) {
      return handle
          .createQuery(
              """
              SELECT "table" || ' ' || coalesce("rowid", '') || ' → ' || "parent" AS detail
              FROM pragma_foreign_key_check
              WHERE "table" || ' ' || "parent" NOT IN
                ('message chat', 'answer chat', 'chat project', 'answer_event answer')
              """)
          .mapTo(String.class)
          .map(detail -> new Fault(Kind.OWNER_MISSING, 0, 0, detail))
          .list();
    }

    /** Whose they are nobody knows. */
    @Override
    public void repair(Handle handle, Fault fault, long now) {}
  }

  private static void makeChat(Handle handle, Fault fault, long now) {
    String first =
        handle
            .createQuery("SELECT content FROM message WHERE id = ?")
            .bind(0, fault.messageId())
            .mapTo(String.class)
            .one();
    String title = AnswerStart.titleFrom(first);
    handle
        .createUpdate(
            """
            INSERT INTO chat
              (id, owner_id, title, search_title, active_leaf_id, created_at, updated_at)
            SELECT chat_id, min(owner_id), :title, :search, max(id), min(created_at), max(created_at)
            FROM message WHERE chat_id = :chat GROUP BY chat_id
            """)
        .bind("title", title)
        .bind("search", SqliteChatStore.searchable(title))
        .bind("chat", fault.chatId())
        .execute();
  }

  /** An answer follows its question where that is known; others the message before them. */
  private static void followTheOneBefore(Handle handle, Fault fault, long now) {
    handle
        .createUpdate(
            """
            UPDATE message SET parent_id = coalesce(
              (SELECT question.id
               FROM answer JOIN message AS question ON question.id = answer.user_message_id
               WHERE answer.message_id = :id AND question.chat_id = :chat AND question.id < :id),
              (SELECT max(earlier.id) FROM message AS earlier
               WHERE earlier.chat_id = :chat AND earlier.id < :id))
            WHERE id = :id
            """)
        .bind("id", fault.messageId())
        .bind("chat", fault.chatId())
        .execute();
  }

  /** Both are written in one transaction. What has ended does not run again. */
  private static void endBothAlike(Handle handle, Fault fault, long now) {
    int ended =
        handle.execute(
            """
            UPDATE message SET status = (SELECT status FROM answer WHERE message_id = message.id)
            WHERE id = ? AND status = 'streaming' AND EXISTS (
              SELECT 1 FROM answer WHERE message_id = message.id AND status <> 'deleted')
            """,
            fault.messageId());
    if (ended == 0) {
      handle.execute(
          """
          UPDATE answer SET status =
            (SELECT status FROM message WHERE message.id = answer.message_id)
          WHERE message_id = ?
          """,
          fault.messageId());
    }
  }

  /** An answer is remembered as long as its chat. */
  private static void noteDeleted(Handle handle, Fault fault, long now) {
    long id = fault.messageId();
    handle.execute("DELETE FROM answer_event WHERE message_id = ?", id);
    handle.execute("UPDATE answer SET status = 'deleted' WHERE message_id = ?", id);
    handle.execute(
        "DELETE FROM answer WHERE message_id = ? AND chat_id NOT IN (SELECT id FROM chat)", id);
  }

  private static void goOnAfterTheGreatest(Handle handle, Fault fault, long now) {
    String name = fault.detail();
    handle.execute("DELETE FROM sqlite_sequence WHERE name = ?", name);
    handle
        .createUpdate(
            """
            INSERT INTO sqlite_sequence (name, seq)
            SELECT :name, max(last) FROM (
              SELECT max(id) AS last FROM project WHERE :name = 'project'
              UNION ALL SELECT max(id) FROM chat WHERE :name = 'chat'
              UNION ALL SELECT max(id) FROM message WHERE :name = 'message'
              UNION ALL SELECT max(message_id) FROM answer WHERE :name = 'message')
            """)
        .bind("name", name)
        .execute();
  }
}
