package dev.potok.storage;

import dev.potok.engine.Owner;
import dev.potok.engine.ProjectStore;
import dev.potok.engine.Projects;
import dev.potok.protocol.ProjectRead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Projects in SQLite. */
final class SqliteProjectStore implements ProjectStore {
  private final SqliteStorage storage;

  SqliteProjectStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<ProjectRead> list(Owner owner) {
    String sql =
        "SELECT * FROM project WHERE owner_id = :owner AND deleted_at IS NULL ORDER BY name, id";
    return storage.read(handle ->
        handle
            .createQuery(sql)
            .bind("owner", owner.id())
            .map((row, _) -> Rows.project(row))
            .list());
  }

  @Override
  public Optional<ProjectRead> find(Owner owner, long projectId) {
    return storage.read(handle -> find(handle, owner, projectId));
  }

  static Optional<ProjectRead> find(Handle handle, Owner owner, long projectId) {
    return handle
        .createQuery(
            "SELECT * FROM project WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL")
        .bind("id", projectId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.project(row))
        .findOne();
  }

  @Override
  public ProjectRead create(Owner owner, Projects.Fields fields) {
    String sql =
        """
        INSERT INTO project (owner_id, name, instructions, default_model, created_at, updated_at)
        VALUES (:owner, :name, :instructions, :model, :now, :now)
        RETURNING *
        """;
    return storage.write(handle ->
        bind(handle.createQuery(sql), owner, fields).map((row, _) -> Rows.project(row)).one());
  }

  @Override
  public Optional<ProjectRead> update(
      Owner owner, long projectId, UnaryOperator<Projects.Fields> change) {
    String sql =
        """
        UPDATE project
        SET name = :name, instructions = :instructions, default_model = :model, updated_at = :now
        WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL
        RETURNING *
        """;
    return storage.write(handle ->
        find(handle, owner, projectId)
            .map(stored -> change.apply(Projects.Fields.of(stored)))
            .map(fields ->
                bind(handle.createQuery(sql), owner, fields)
                    .bind("id", projectId)
                    .map((row, _) -> Rows.project(row))
                    .one()));
  }

  private Query bind(Query query, Owner owner, Projects.Fields fields) {
    return query
        .bind("owner", owner.id())
        .bind("name", fields.name())
        .bind("instructions", fields.instructions())
        .bind("model", fields.defaultModel().orElse(null))
        .bind("now", storage.now());
  }

  @Override
  public boolean delete(Owner owner, long projectId) {
    String sql =
        """
        UPDATE project SET deleted_at = :now
        WHERE id = :id AND owner_id = :owner AND deleted_at IS NULL
          AND NOT EXISTS
            (SELECT 1 FROM chat JOIN message ON message.chat_id = chat.id
             WHERE chat.project_id = project.id AND message.status = 'streaming')
        """;
    long now = storage.now();
    return storage.write(handle -> {
      boolean deleted =
          handle
                  .createUpdate(sql)
                  .bind("now", now)
                  .bind("id", projectId)
                  .bind("owner", owner.id())
                  .execute()
              > 0;
      if (deleted) {
        handle.execute(
            "UPDATE chat SET deleted_at = ?"
                + " WHERE project_id = ? AND owner_id = ? AND deleted_at IS NULL",
            now,
            projectId,
            owner.id());
      }
      return deleted;
    });
  }

  @Override
  public Optional<ProjectRead> restore(Owner owner, long projectId, Duration within) {
    String chats =
        """
        UPDATE chat SET deleted_at = NULL
        WHERE project_id = :id AND owner_id = :owner
          AND deleted_at = (SELECT deleted_at FROM project WHERE id = :id AND owner_id = :owner)
          AND deleted_at >= :earliest
        """;
    String project =
        """
        UPDATE project SET deleted_at = NULL
        WHERE id = :id AND owner_id = :owner AND deleted_at >= :earliest
        """;
    long earliest = storage.now() - within.toMillis();
    return storage.write(handle -> {
      for (String sql : List.of(chats, project)) {
        handle
            .createUpdate(sql)
            .bind("id", projectId)
            .bind("owner", owner.id())
            .bind("earliest", earliest)
            .execute();
      }
      return find(handle, owner, projectId);
    });
  }

  @Override
  public List<Long> chatsOf(Owner owner, long projectId) {
    String sql =
        """
        SELECT id FROM chat
        WHERE project_id = :project AND owner_id = :owner AND deleted_at IS NULL ORDER BY id
        """;
    return storage.read(handle ->
        handle
            .createQuery(sql)
            .bind("project", projectId)
            .bind("owner", owner.id())
            .mapTo(Long.class)
            .list());
  }

  @Override
  public int purgeDeleted(Duration after) {
    String sql =
        """
        DELETE FROM project
        WHERE deleted_at < :latest
          AND NOT EXISTS (SELECT 1 FROM chat WHERE project_id = project.id)
        """;
    return storage.write(handle ->
        handle.createUpdate(sql).bind("latest", storage.now() - after.toMillis()).execute());
  }
}
