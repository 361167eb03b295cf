package dev.potok.web.state;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.Problem;
import dev.potok.protocol.ProjectRead;
import dev.potok.web.api.Resources;
import dev.potok.web.api.Resources.ChatPart;
import dev.potok.web.dom.Timers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the page knows of projects, chats and models, and tells those who show it when that changes.
 * While an answer runs in a chat of the list, the list is asked for again and again, since the
 * answer may be one that another window reads.
 */
public final class ChatDirectory {
  private static final int POLL_MILLIS = 4000;
  private static final int SEARCH_PAUSE_MILLIS = 180;

  private final Resources resources;
  private final List<Runnable> listeners = new ArrayList<>();
  private List<ProjectRead> projects = List.of();
  private List<ModelRead> models = List.of();
  private List<ChatRead> chats = List.of();
  private Optional<String> nextCursor = Optional.empty();
  private String query = "";

  /** What the chats that are listed were searched for by. */
  private String listedQuery = "";

  private boolean loaded;
  private Optional<Problem> problem = Optional.empty();
  private @Nullable Cancellable listing;
  private Timers.@Nullable Cancel pending;

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
    if (pending != null) {
      pending.cancel();
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

  /** The chats that fit the search, newest first. */
  public List<ChatRead> chats() {
    return chats;
  }

  /** What is searched for; empty if nothing. */
  public String query() {
    return query;
  }

  /** Whether the list of chats has come. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Whether there are more chats than the list has. */
  public boolean hasMore() {
    return nextCursor.isPresent();
  }

  /** Why the list could not be loaded last. */
  public Optional<Problem> problem() {
    return problem;
  }

  /** A chat of the list. */
  public Optional<ChatRead> chat(long id) {
    for (ChatRead chat : chats) {
      if (chat.id() == id) {
        return Optional.of(chat);
      }
    }
    return Optional.empty();
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
    listing =
        resources.chats(
            query,
            Optional.empty(),
            keep(part -> {
              takeFirst(part);
              loaded = true;
              listing = null;
              pollIfAnyRuns();
            }));
  }

  /** The first part is told anew; what was asked for beyond it stays below. */
  private void takeFirst(ChatPart part) {
    List<ChatRead> all = new ArrayList<>(part.chats());
    boolean hasFurther = query.equals(listedQuery) && part.nextCursor().isPresent();
    if (hasFurther && chats.size() > all.size()) {
      Set<Long> ids = new HashSet<>();
      for (ChatRead chat : all) {
        ids.add(chat.id());
      }
      String oldest = second(all.getLast());
      for (ChatRead chat : chats) {
        if (!ids.contains(chat.id()) && second(chat).compareTo(oldest) <= 0) {
          all.add(chat);
        }
      }
    } else {
      nextCursor = part.nextCursor();
    }
    chats = all;
    listedQuery = query;
  }

  /** The time of a chat's last message to the second, whose texts sort as the times do. */
  private static String second(ChatRead chat) {
    String time = chat.updatedAt();
    return time.substring(0, Math.min(time.length(), "2026-01-01T00:00:00".length()));
  }

  /** Asks for the next part of the list of chats. */
  public void more() {
    if (nextCursor.isEmpty() || listing != null) {
      return;
    }
    listing =
        resources.chats(
            query,
            nextCursor,
            keep(part -> {
              List<ChatRead> all = new ArrayList<>(chats);
              all.addAll(part.chats());
              chats = all;
              nextCursor = part.nextCursor();
              listing = null;
            }));
  }

  /** Looks for something else, once the typing pauses. */
  public void search(String text) {
    String wanted = text.trim();
    if (wanted.equals(query)) {
      return;
    }
    query = wanted;
    later(SEARCH_PAUSE_MILLIS);
  }

  /** Puts a chat that the server has just told about into the list. */
  public void know(ChatRead chat) {
    List<ChatRead> all = new ArrayList<>();
    boolean found = false;
    for (ChatRead known : chats) {
      found |= known.id() == chat.id();
      all.add(known.id() == chat.id() ? chat : known);
    }
    if (!found && query.isEmpty()) {
      all.addFirst(chat);
    }
    chats = all;
    changed();
  }

  /** Takes a chat that is gone out of the list. */
  public void forget(long chatId) {
    List<ChatRead> all = new ArrayList<>();
    for (ChatRead known : chats) {
      if (known.id() != chatId) {
        all.add(known);
      }
    }
    chats = all;
    changed();
  }

  private void pollIfAnyRuns() {
    for (ChatRead chat : chats) {
      if (chat.streamingMessageId().isPresent()) {
        later(POLL_MILLIS);
        return;
      }
    }
  }

  private void later(int millis) {
    if (pending != null) {
      pending.cancel();
    }
    pending = Timers.after(millis, this::refreshChats);
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
