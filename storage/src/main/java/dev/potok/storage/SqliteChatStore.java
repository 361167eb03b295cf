package dev.potok.storage;

import dev.potok.engine.ChatStore;
import dev.potok.engine.Chats;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Owner;
import dev.potok.protocol.ChatRead;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Chats in SQLite. */
final class SqliteChatStore implements ChatStore {

  /** How many messages of a deleted chat one transaction removes for good. */
  private static final int PURGE_MESSAGES = 500;

  /** What a chat is read from; the table comes behind it. */
  static final String SELECT =
      """
      SELECT chat.*,
             (SELECT id FROM message WHERE chat_id = chat.id AND status = 'streaming')
               AS streaming_message_id
      """;

  private static final String SELECT_CHAT = SELECT + "FROM chat\n";

  private final SqliteStorage storage;

  SqliteChatStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<ChatRead> list(Owner owner, Chats.Query query) {
    String sql =
        SELECT_CHAT
            + """
            WHERE owner_id = :owner AND archived = :archived AND deleted_at IS NULL
              AND (:project IS NULL OR project_id = :project)
              AND (:words = '' OR instr(search_title, :words) > 0)
              AND (:afterTime IS NULL
                OR (pinned, updated_at, id) < (:afterPinned, :afterTime, :afterId))
            ORDER BY pinned DESC, updated_at DESC, id DESC
            LIMIT :limit
            """;
    return storage.read(handle ->
        handle
            .createQuery(sql)
            .bind("owner", owner.id())
            .bind("project", nullable(query.projectId()))
            .bind("words", searchable(query.words()))
            .bind("archived", query.archived())
            .bind("afterPinned", query.after().map(Chats.Place::pinned).orElse(null))
            .bind("afterTime", query.after().map(Chats.Place::updatedMillis).orElse(null))
            .bind("afterId", query.after().map(Chats.Place::chatId).orElse(null))
            .bind("limit", query.limit() + 1)
            .map((row, _) -> Rows.chat(row))
            .list());
  }

  @Override
  public Optional<ChatRead> find(Owner owner, long chatId) {
    return storage.read(handle -> find(handle, owner, chatId));
  }

  private static Optional<ChatRead> find(Handle handle, Owner owner, long chatId) {
    return handle
        .createQuery(SELECT_CHAT + "WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL")
        .bind("id", chatId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.chat(row))
        .findOne();
  }

  @Override
  public ChatRead create(Owner owner, Chats.Fields fields) {
    String sql =
        """
        INSERT INTO chat
          (owner_id, project_id, title, search_title, model, instructions, temperature, max_tokens,
           pinned, archived, created_at, updated_at)
        VALUES (:owner, :project, :title, :searchTitle, :model, :instructions, :temperature,
           :maxTokens, :pinned, :archived, :now, :now)
        RETURNING *, NULL AS streaming_message_id
        """;
    return storage.write(handle -> {
      requireProject(handle, owner, fields);
      return bind(handle.createQuery(sql), owner, fields)
          .bind("now", storage.now())
          .map((row, _) -> Rows.chat(row))
          .one();
    });
  }

  @Override
  public Optional<ChatRead> update(Owner owner, long chatId, UnaryOperator<Chats.Fields> change) {
    String sql =
        """
        UPDATE chat
        SET title_by = iif(title = :title, title_by, 'user'), project_id = :project, title = :title,
            search_title = :searchTitle, model = :model, instructions = :instructions,
            temperature = :temperature, max_tokens = :maxTokens, pinned = :pinned,
            archived = :archived
        WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL
        """;
    return storage.write(handle -> {
      Optional<ChatRead> stored = find(handle, owner, chatId);
      if (stored.isEmpty()) {
        return stored;
      }
      Chats.Fields fields = change.apply(Chats.Fields.of(stored.get()));
      requireProject(handle, owner, fields);
      bind(handle.createUpdate(sql), owner, fields).bind("id", chatId).execute();
      return find(handle, owner, chatId);
    });
  }

  private static void requireProject(Handle handle, Owner owner, Chats.Fields fields) {
    if (fields.projectId().isPresent()) {
      long id = fields.projectId().getAsLong();
      if (SqliteProjectStore.find(handle, owner, id).isEmpty()) {
        throw new NotFoundException(NotFoundException.Thing.PROJECT, id);
      }
    }
  }

  static <S extends SqlStatement<S>> S bind(S sql, Owner owner, Chats.Fields fields) {
    OptionalDouble temperature = fields.options().temperature();
    return sql.bind("owner", owner.id())
        .bind("project", nullable(fields.projectId()))
        .bind("title", fields.title())
        .bind("searchTitle", searchable(fields.title()))
        .bind("model", fields.model().orElse(null))
        .bind("instructions", fields.options().instructions())
        .bind("temperature", temperature.isPresent() ? temperature.getAsDouble() : null)
        .bind("maxTokens", nullable(fields.options().maxTokens()))
        .bind("pinned", fields.pinned())
        .bind("archived", fields.archived());
  }

  @Override
  public boolean delete(Owner owner, long chatId) {
    String sql =
        """
        UPDATE chat SET deleted_at = :now
        WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL
          AND NOT EXISTS
            (SELECT 1 FROM message WHERE chat_id = chat.id AND status = 'streaming')
        """;
    return storage.write(handle ->
        handle
            .createUpdate(sql)
            .bind("now", storage.now())
            .bind("id", chatId)
            .bind("owner", owner.id())
            .execute())
        > 0;
  }

  @Override
  public Optional<ChatRead> restore(Owner owner, long chatId, Duration within) {
    String sql =
        """
        UPDATE chat SET deleted_at = NULL
        WHERE id = :id AND owner_id = :owner AND deleted_at >= :earliest
          AND NOT EXISTS
            (SELECT 1 FROM project WHERE id = chat.project_id AND deleted_at IS NOT NULL)
        """;
    return storage.write(handle -> {
      handle
          .createUpdate(sql)
          .bind("id", chatId)
          .bind("owner", owner.id())
          .bind("earliest", storage.now() - within.toMillis())
          .execute();
      return find(handle, owner, chatId);
    });
  }

  @Override
  public int purgeDeleted(Duration after) {
    List<Long> chats =
        storage.read(handle ->
            handle
                .createQuery(
                    "SELECT id FROM chat"
                        + " WHERE deleted_at < :latest AND deleted_at <> :taken ORDER BY id")
                .bind("latest", storage.now() - after.toMillis())
                .bind("taken", ChatIntake.BEING_TAKEN)
                .mapTo(Long.class)
                .list());
    for (long chat : chats) {
      while (storage.write(handle -> purgeMessages(handle, chat)) == PURGE_MESSAGES) {
        // More of them are left.
      }
      storage.write(handle -> handle.execute("DELETE FROM chat WHERE id = ?", chat));
    }
    return chats.size();
  }

  private static int purgeMessages(Handle handle, long chatId) {
    return handle.execute(
        "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE chat_id = ? LIMIT "
            + PURGE_MESSAGES
            + ")",
        chatId);
  }

  @Override
  public boolean claimTitle(Owner owner, long chatId) {
    String sql =
        """
        UPDATE chat SET title_by = 'asked'
        WHERE id = :id AND owner_id = :owner AND title_by = 'words' AND deleted_at IS NULL
        """;
    // Most chats have their title: they cost no write.
    return storage.read(handle -> hasFirstWords(handle, owner, chatId))
        && storage.write(handle ->
            handle.createUpdate(sql).bind("id", chatId).bind("owner", owner.id()).execute() > 0);
  }

  private static boolean hasFirstWords(Handle handle, Owner owner, long chatId) {
    return handle
        .createQuery(
            "SELECT 1 FROM chat WHERE id = :id AND owner_id = :owner AND title_by = 'words'")
        .bind("id", chatId)
        .bind("owner", owner.id())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public boolean giveTitle(Owner owner, long chatId, String title) {
    String sql =
        """
        UPDATE chat SET title = :title, search_title = :searchTitle, title_by = 'model'
        WHERE id = :id AND owner_id = :owner AND title_by = 'asked'
        """;
    return storage.write(handle ->
        handle
                .createUpdate(sql)
                .bind("id", chatId)
                .bind("owner", owner.id())
                .bind("title", title)
                .bind("searchTitle", searchable(title))
                .execute()
            > 0);
  }

  @Override
  public List<RunningAnswer> runningIn(Owner owner, long projectId) {
    String sql =
        """
        SELECT message.chat_id, message.id
        FROM message JOIN chat ON chat.id = message.chat_id
        WHERE chat.project_id = :project AND chat.owner_id = :owner
          AND message.status = 'streaming'
        """;
    return storage.read(handle ->
        handle
            .createQuery(sql)
            .bind("project", projectId)
            .bind("owner", owner.id())
            .map((row, _) -> new RunningAnswer(row.getLong("chat_id"), row.getLong("id")))
            .list());
  }

  /** A text as titles are compared: in lower case by Unicode's rules. */
  static String searchable(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Long nullable(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
