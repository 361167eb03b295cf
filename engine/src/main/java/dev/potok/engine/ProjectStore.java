package dev.potok.engine;

import dev.potok.protocol.ProjectRead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where projects are kept. Thread-safe; throws {@link StorageException}. */
public interface ProjectStore {

  /** All projects, by name. */
  List<ProjectRead> list(Owner owner);

  /** One project. */
  Optional<ProjectRead> find(Owner owner, long projectId);

  /** Stores a new project. */
  ProjectRead create(Owner owner, Projects.Fields fields);

  /**
   * Changes a project: reads its fields, and stores what is made of them, in one transaction.
   *
   * @param change must be quick and do nothing else; what it throws is thrown, and nothing is
   *     stored
   * @return the changed project; empty if there is no such project
   */
  Optional<ProjectRead> update(Owner owner, long projectId, UnaryOperator<Projects.Fields> change);

  /**
   * Hides a project with its chats, so that {@link #restore} can bring them back for a time.
   *
   * @return false if there is no such project, or an answer runs in it
   */
  boolean delete(Owner owner, long projectId);

  /**
   * Brings back a project that was deleted not longer ago than the given time, with the chats that
   * were deleted with it.
   */
  Optional<ProjectRead> restore(Owner owner, long projectId, Duration within);

  /** The ids of a project's chats. */
  List<Long> chatsOf(Owner owner, long projectId);

  /**
   * Removes for good what was deleted longer ago than the given time; its chats are gone before.
   */
  int purgeDeleted(Duration after);
}
