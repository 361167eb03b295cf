package dev.potok.web.state;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.Problem;
import dev.potok.protocol.ProjectRead;
import dev.potok.web.api.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the page knows of projects, chats and models, and tells those who show it when that changes.
 * It asks once, and is told by the server what changes from then on.
 */
public final class ChatDirectory {
  private final Resources resources;
  private final List<Runnable> listeners = new ArrayList<>();
  private List<ProjectRead> projects = List.of();
  private List<ModelRead> models = List.of();
  private final ChatList list = new ChatList();

  /** What has changed since the list was asked for, which it may not have. */
  private final List<LiveEvent.Change> whileListing = new ArrayList<>();

  private boolean archived;

  private boolean loaded;
  private Optional<Problem> problem = Optional.empty();
  private @Nullable Cancellable listing;

  /** A directory that knows nothing until {@link #refresh}. */
  public ChatDirectory(Resources resources) {
    this.resources = resources;
  }

  /**
   * Calls back after every change.
   *
   * @return ends that
   */
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Asks for nothing any more. */
  public void close() {
    listeners.clear();
    if (listing != null) {
      listing.cancel();
    }
  }

  /** The projects, in the server's order. */
  public List<ProjectRead> projects() {
    return projects;
  }

  /** The models on offer, the default among them. */
  public List<ModelRead> models() {
    return models;
  }

  /** The chats that are listed: the pinned ones, then the others, newest first. */
  public List<ChatRead> chats() {
    return list.chats();
  }

  /** Whether the archived chats are listed, or those that are not. */
  public boolean isArchive() {
    return archived;
  }

  /** Lists the archived chats, or those that are not. */
  public void archive(boolean isArchive) {
    archived = isArchive;
    loaded = false;
    list.clear();
    refreshChats();
    changed();
  }

  /** Whether the list of chats has come. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Whether there are more chats than the list has. */
  public boolean hasMore() {
    return list.nextCursor().isPresent();
  }

  /** Why the list could not be loaded last. */
  public Optional<Problem> problem() {
    return problem;
  }

  /** A chat of the list. */
  public Optional<ChatRead> chat(long id) {
    return list.find(id);
  }

  /** A project. */
  public Optional<ProjectRead> project(long id) {
    for (ProjectRead project : projects) {
      if (project.id() == id) {
        return Optional.of(project);
      }
    }
    return Optional.empty();
  }

  /** What a person reads for a model. */
  public String modelName(String id) {
    for (ModelRead model : models) {
      if (model.id().equals(id)) {
        return model.name();
      }
    }
    return id;
  }

  /** The model that answers where none was chosen: the project's, else the server's default. */
  public Optional<String> defaultModel(OptionalLong projectId) {
    if (projectId.isPresent()) {
      Optional<String> chosen = project(projectId.getAsLong()).flatMap(ProjectRead::defaultModel);
      if (chosen.isPresent()) {
        return chosen;
      }
    }
    for (ModelRead model : models) {
      if (model.isDefault()) {
        return Optional.of(model.id());
      }
    }
    return models.isEmpty() ? Optional.empty() : Optional.of(models.getFirst().id());
  }

  /** Asks for everything. */
  public void refresh() {
    refreshChats();
    refreshProjects();
    refreshModels();
  }

  /** Asks for the models. */
  public void refreshModels() {
    resources.models(
        keep(found -> {
          models = found;
        }));
  }

  /** Asks for the projects. */
  public void refreshProjects() {
    resources.projects(
        keep(found -> {
          projects = found;
        }));
  }

  /** Asks for the list of chats from its beginning. */
  public void refreshChats() {
    if (listing != null) {
      listing.cancel();
    }
    whileListing.clear();
    listing =
        resources.chats(
            archived,
            Optional.empty(),
            keep(part -> {
              list.first(part);
              listed();
            }));
  }

  private void listed() {
    loaded = true;
    listing = null;
    for (LiveEvent.Change change : List.copyOf(whileListing)) {
      take(change);
    }
    whileListing.clear();
  }

  /** Asks for the next part of the list of chats. */
  public void more() {
    if (list.nextCursor().isEmpty() || listing != null) {
      return;
    }
    whileListing.clear();
    listing =
        resources.chats(
            archived,
            list.nextCursor(),
            keep(part -> {
              list.further(part);
              listed();
            }));
  }

  /** Puts a chat that the server has just told about into the list. */
  public void know(ChatRead chat) {
    changed(new LiveEvent.ChatChanged(chat));
  }

  /** Takes over what the server says has changed. */
  public void changed(LiveEvent.Change change) {
    if (listing != null) {
      whileListing.add(change);
    }
    take(change);
    changed();
  }

  private void take(LiveEvent.Change change) {
    switch (change) {
      case LiveEvent.ChatChanged changed -> take(changed.chat());
      case LiveEvent.ChatDeleted deleted -> list.remove(deleted.chatId());
      case LiveEvent.ProjectChanged _, LiveEvent.ProjectDeleted _ -> refreshProjects();
      case LiveEvent.AnswerStarted _, LiveEvent.AnswerEnded _, LiveEvent.MessagesChanged _ -> {}
    }
  }

  private void take(ChatRead chat) {
    if (chat.archived() != archived) {
      list.remove(chat.id());
    } else if (list.find(chat.id()).isPresent()) {
      list.replace(chat);
    } else {
      list.add(chat);
    }
  }

  private <T> Reply<T> keep(Consumer<T> keeping) {
    return new Reply<>() {
      @Override
      public void succeeded(T result) {
        problem = Optional.empty();
        keeping.accept(result);
        changed();
      }

      @Override
      public void refused(Problem refusal) {
        failed(refusal);
      }

      @Override
      public void networkFailed(String reason) {
        failed(Problem.of(0, "network", ""));
      }
    };
  }

  private void failed(Problem why) {
    problem = Optional.of(why);
    listing = null;
    changed();
  }

  private void changed() {
    for (Runnable listener : List.copyOf(listeners)) {
      listener.run();
    }
  }
}
