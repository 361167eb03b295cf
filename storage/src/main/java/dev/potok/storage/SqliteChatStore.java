package dev.potok.storage;

import dev.potok.engine.ChatStore;
import dev.potok.engine.Chats;
import dev.potok.engine.Owner;
import dev.potok.protocol.ChatRead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Chats in SQLite. */
final class SqliteChatStore implements ChatStore {

  private static final String SELECT =
      """
      SELECT chat.*,
             (SELECT id FROM message WHERE chat_id = chat.id AND status = 'streaming')
               AS streaming_message_id
      FROM chat
      """;

  private final SqliteStorage storage;

  SqliteChatStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<ChatRead> list(Owner owner, Chats.Query query) {
    String sql =
        SELECT
            + """
            WHERE owner_id = :owner
              AND (:project IS NULL OR project_id = :project)
              AND (:words = '' OR instr(search_title, :words) > 0)
              AND (:afterTime IS NULL OR (updated_at, id) < (:afterTime, :afterId))
            ORDER BY updated_at DESC, id DESC
            LIMIT :limit
            """;
    return storage.read(handle ->
        handle
            .createQuery(sql)
            .bind("owner", owner.id())
            .bind("project", nullable(query.projectId()))
            .bind("words", searchable(query.words()))
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
        .createQuery(SELECT + "WHERE id = :id AND owner_id = :owner")
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
           created_at, updated_at)
        VALUES (:owner, :project, :title, :searchTitle, :model, :instructions, :temperature,
           :maxTokens, :now, :now)
        RETURNING *, NULL AS streaming_message_id
        """;
    return storage.write(handle ->
        bind(handle.createQuery(sql), owner, fields)
            .bind("now", storage.now())
            .map((row, _) -> Rows.chat(row))
            .one());
  }

  @Override
  public Optional<ChatRead> update(Owner owner, long chatId, Chats.Fields fields) {
    String sql =
        """
        UPDATE chat
        SET project_id = :project, title = :title, search_title = :searchTitle, model = :model,
            instructions = :instructions, temperature = :temperature, max_tokens = :maxTokens
        WHERE id = :id AND owner_id = :owner
        """;
    return storage.write(handle -> {
      bind(handle.createUpdate(sql), owner, fields).bind("id", chatId).execute();
      return find(handle, owner, chatId);
    });
  }

  private static <S extends SqlStatement<S>> S bind(S sql, Owner owner, Chats.Fields fields) {
    OptionalDouble temperature = fields.options().temperature();
    return sql.bind("owner", owner.id())
        .bind("project", nullable(fields.projectId()))
        .bind("title", fields.title())
        .bind("searchTitle", searchable(fields.title()))
        .bind("model", fields.model().orElse(null))
        .bind("instructions", fields.options().instructions())
        .bind("temperature", temperature.isPresent() ? temperature.getAsDouble() : null)
        .bind("maxTokens", nullable(fields.options().maxTokens()));
  }

  @Override
  public boolean delete(Owner owner, long chatId) {
    String sql =
        """
        DELETE FROM chat
        WHERE id = :id AND owner_id = :owner
          AND NOT EXISTS
            (SELECT 1 FROM message WHERE chat_id = chat.id AND status = 'streaming')
        """;
    return storage.write(handle ->
        handle.createUpdate(sql).bind("id", chatId).bind("owner", owner.id()).execute())
        > 0;
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
