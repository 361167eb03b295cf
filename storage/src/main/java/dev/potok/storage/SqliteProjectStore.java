package dev.potok.storage;

import dev.potok.engine.Owner;
import dev.potok.engine.ProjectStore;
import dev.potok.engine.Projects;
import dev.potok.protocol.ProjectRead;
import java.util.List;
import java.util.Optional;
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
    String sql = "SELECT * FROM project WHERE owner_id = :owner ORDER BY name, id";
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

  private static Optional<ProjectRead> find(Handle handle, Owner owner, long projectId) {
    return handle
        .createQuery("SELECT * FROM project WHERE id = :id AND owner_id = :owner")
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
  public Optional<ProjectRead> update(Owner owner, long projectId, Projects.Fields fields) {
    String sql =
        """
        UPDATE project
        SET name = :name, instructions = :instructions, default_model = :model, updated_at = :now
        WHERE id = :id AND owner_id = :owner
        RETURNING *
        """;
    return storage.write(handle ->
        bind(handle.createQuery(sql), owner, fields)
            .bind("id", projectId)
            .map((row, _) -> Rows.project(row))
            .findOne());
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
        DELETE FROM project
        WHERE id = :id AND owner_id = :owner
          AND NOT EXISTS
            (SELECT 1 FROM chat JOIN message ON message.chat_id = chat.id
             WHERE chat.project_id = project.id AND message.status = 'streaming')
        """;
    return storage.write(handle ->
        handle.createUpdate(sql).bind("id", projectId).bind("owner", owner.id()).execute())
        > 0;
  }
}
