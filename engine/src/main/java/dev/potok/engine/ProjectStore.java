package dev.potok.engine;

import dev.potok.protocol.ProjectRead;
import java.util.List;
import java.util.Optional;

/** Where projects are kept. Thread-safe; throws {@link StorageException}. */
public interface ProjectStore {

  /** All projects, by name. */
  List<ProjectRead> list(Owner owner);

  /** One project. */
  Optional<ProjectRead> find(Owner owner, long projectId);

  /** Stores a new project. */
  ProjectRead create(Owner owner, Projects.Fields fields);

  /** Stores a project's new fields; empty if there is no such project. */
  Optional<ProjectRead> update(Owner owner, long projectId, Projects.Fields fields);

  /**
   * Removes a project, its chats and their messages in one transaction.
   *
   * @return false if there is no such project, or an answer runs in it
   */
  boolean delete(Owner owner, long projectId);
}
