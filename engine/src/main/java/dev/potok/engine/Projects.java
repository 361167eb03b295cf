package dev.potok.engine;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.ProjectRead;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a user can do with projects. Thread-safe. */
public final class Projects {

  /** The longest name, in characters. */
  public static final int MAX_NAME = 200;

  /** The longest instructions, in characters. */
  public static final int MAX_INSTRUCTIONS = 100_000;

  private final ProjectStore store;
  private final ChatStore chats;
  private final Answers answers;
  private final ChangeFeed changes;

  /**
   * The projects in a store.
   *
   * @param changes is told what becomes of them
   */
  public Projects(ProjectStore store, ChatStore chats, Answers answers, ChangeFeed changes) {
    this.store = store;
    this.chats = chats;
    this.answers = answers;
    this.changes = changes;
  }

  /**
   * What a user can set of a project.
   *
   * @param name not blank, at most {@link #MAX_NAME} characters
   * @param instructions at most {@link #MAX_INSTRUCTIONS} characters; empty for none
   * @param defaultModel the full id of the model of its new chats
   */
  public record Fields(String name, String instructions, Optional<String> defaultModel) {

    /**
     * Checks the ranges.
     *
     * @throws InvalidFieldException if a value is out of its range
     */
    public Fields {
      name = name.strip();
      Limits.notBlank("name", name);
      Limits.atMost("name", name, MAX_NAME);
      Limits.atMost("instructions", instructions, MAX_INSTRUCTIONS);
      defaultModel.ifPresent(model -> Limits.modelId("default_model", model));
    }

    /** What is set of a stored project. */
    public static Fields of(ProjectRead project) {
      return new Fields(project.name(), project.instructions(), project.defaultModel());
    }
  }

  /** All projects, by name. */
  public List<ProjectRead> list(Owner owner) {
    return store.list(owner);
  }

  /**
   * One project.
   *
   * @throws NotFoundException if there is none
   */
  public ProjectRead get(Owner owner, long projectId) {
    return store.find(owner, projectId).orElseThrow(() -> missing(projectId));
  }

  /** A new project. */
  public ProjectRead create(Owner owner, Fields fields) {
    ProjectRead created = store.create(owner, fields);
    tell(owner, created.id());
    return created;
  }

  /**
   * Changes a project, as one step: what others change meanwhile stays.
   *
   * @param change makes the new fields of those that are stored; must be quick
   * @throws NotFoundException if there is none
   */
  public ProjectRead update(Owner owner, long projectId, UnaryOperator<Fields> change) {
    ProjectRead updated =
        store.update(owner, projectId, change).orElseThrow(() -> missing(projectId));
    tell(owner, projectId);
    return updated;
  }

  /**
   * Deletes a project with its chats. Answers that run in them are stopped first, also those that
   * begin meanwhile. {@link #restore} takes it back for a time.
   *
   * @throws NotFoundException if there is none
   */
  public void delete(Owner owner, long projectId) throws InterruptedException {
    do {
      get(owner, projectId);
      for (ChatStore.RunningAnswer running : chats.runningIn(owner, projectId)) {
        answers.stop(owner, running.chatId(), running.messageId());
      }
    } while (!store.delete(owner, projectId));
    changes.publish(owner, new LiveEvent.ProjectDeleted(projectId));
  }

  /**
   * Brings a deleted project back, with the chats that were deleted with it.
   *
   * @throws NotFoundException if there is none, or it was deleted longer ago than {@link
   *     Chats#RESTORE_WITHIN}
   */
  public ProjectRead restore(Owner owner, long projectId) {
    ProjectRead restored =
        store.restore(owner, projectId, Chats.RESTORE_WITHIN).orElseThrow(() -> missing(projectId));
    tell(owner, projectId);
    for (long chatId : store.chatsOf(owner, projectId)) {
      changes.publish(owner, () -> chats.find(owner, chatId).map(LiveEvent.ChatChanged::new));
    }
    return restored;
  }

  private void tell(Owner owner, long projectId) {
    changes.publish(owner, () -> store.find(owner, projectId).map(LiveEvent.ProjectChanged::new));
  }

  private static NotFoundException missing(long projectId) {
    return new NotFoundException(NotFoundException.Thing.PROJECT, projectId);
  }
}
