package dev.potok.storage;

import dev.potok.engine.Owner;
import dev.potok.engine.SavedPromptStore;
import dev.potok.engine.SavedPrompts;
import dev.potok.protocol.PromptRead;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The prompt library in SQLite. */
final class SqliteSavedPromptStore implements SavedPromptStore {
  private final SqliteStorage storage;

  SqliteSavedPromptStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public List<PromptRead> list(Owner owner) {
    String sql = "SELECT * FROM prompt WHERE owner_id = :owner ORDER BY name, id";
    return storage.read(handle ->
        handle.createQuery(sql).bind("owner", owner.id()).map((row, _) -> Rows.prompt(row)).list());
  }

  @Override
  public Optional<PromptRead> find(Owner owner, long promptId) {
    return storage.read(handle -> find(handle, owner, promptId));
  }

  private static Optional<PromptRead> find(Handle handle, Owner owner, long promptId) {
    return handle
        .createQuery("SELECT * FROM prompt WHERE id = :id AND owner_id = :owner")
        .bind("id", promptId)
        .bind("owner", owner.id())
        .map((row, _) -> Rows.prompt(row))
        .findOne();
  }

  @Override
  public Optional<PromptRead> create(Owner owner, SavedPrompts.Fields fields, int most) {
    String sql =
        """
        INSERT INTO prompt (owner_id, name, text, created_at, updated_at)
        SELECT :owner, :name, :text, :now, :now
        WHERE (SELECT count(*) FROM prompt WHERE owner_id = :owner) < :most
        RETURNING *
        """;
    return storage.write(handle ->
        handle
            .createQuery(sql)
            .bind("owner", owner.id())
            .bind("name", fields.name())
            .bind("text", fields.text())
            .bind("now", storage.now())
            .bind("most", most)
            .map((row, _) -> Rows.prompt(row))
            .findOne());
  }

  @Override
  public Optional<PromptRead> update(
      Owner owner, long promptId, UnaryOperator<SavedPrompts.Fields> change) {
    String sql =
        """
        UPDATE prompt SET name = :name, text = :text, updated_at = :now
        WHERE id = :id AND owner_id = :owner
        RETURNING *
        """;
    return storage.write(handle ->
        find(handle, owner, promptId)
            .map(stored -> change.apply(SavedPrompts.Fields.of(stored)))
            .map(fields ->
                handle
                    .createQuery(sql)
                    .bind("id", promptId)
                    .bind("owner", owner.id())
                    .bind("name", fields.name())
                    .bind("text", fields.text())
                    .bind("now", storage.now())
                    .map((row, _) -> Rows.prompt(row))
                    .one()));
  }

  @Override
  public boolean delete(Owner owner, long promptId) {
    String sql = "DELETE FROM prompt WHERE id = :id AND owner_id = :owner";
    return storage.write(handle ->
        handle.createUpdate(sql).bind("id", promptId).bind("owner", owner.id()).execute())
        > 0;
  }
}
