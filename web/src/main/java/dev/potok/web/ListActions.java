package dev.potok.web;

import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.SearchHit;
import dev.potok.web.api.Resources;
import dev.potok.web.api.Resources.ProjectDraft;
import dev.potok.web.components.ProjectDialog;
import dev.potok.web.components.Replies;
import dev.potok.web.components.Sidebar;
import dev.potok.web.components.Toasts;
import dev.potok.web.dom.Browser;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.DeletedPlaces;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Does what the reader asks of the list of chats: makes, changes and deletes what is in it. */
final class ListActions implements Sidebar.Actions {

  /** The window that shows the list. */
  interface Window {
    /** Another address shall be shown. */
    void open(Route route);

    /** A message of the shown chat shall be shown. */
    void showMessage(long messageId);

    /** The settings shall be shown. */
    void settings();

    /** What is written in a place and not sent. */
    String written(Route place);

    /** Something has changed at the server. */
    void changed(LiveEvent.Change change);
  }

  private final Messages messages;
  private final Resources resources;
  private final ChatDirectory directory;
  private final DeletedPlaces deleted;
  private final Toasts toasts;
  private final Replies replies;
  private final Window window;

  ListActions(
      Messages messages,
      Resources resources,
      ChatDirectory directory,
      DeletedPlaces deleted,
      Toasts toasts,
      Replies replies,
      Window window) {
    this.messages = messages;
    this.resources = resources;
    this.directory = directory;
    this.deleted = deleted;
    this.toasts = toasts;
    this.replies = replies;
    this.window = window;
  }

  @Override
  public void open(Route route) {
    window.open(route);
  }

  @Override
  public void open(SearchHit hit) {
    window.open(new Route.Chat(hit.chat().id()));
    hit.message().ifPresent(message -> window.showMessage(message.id()));
  }

  @Override
  public void settings() {
    window.settings();
  }

  @Override
  public void newProject() {
    writeProject(Optional.empty());
  }

  @Override
  public void edit(ProjectRead project) {
    writeProject(Optional.of(project));
  }

  private void writeProject(Optional<ProjectRead> project) {
    new ProjectDialog(
            messages, project, directory.models(), (draft, told) -> keep(project, draft, told))
        .open();
  }

  private void keep(Optional<ProjectRead> project, ProjectDraft draft, Consumer<String> told) {
    Reply<ProjectRead> reply =
        replies.told(
            kept -> {
              told.accept("");
              directory.refreshProjects();
              if (project.isEmpty()) {
                window.open(new Route.Project(kept.id()));
              }
            },
            told);
    if (project.isPresent()) {
      resources.changeProject(project.get().id(), draft, reply);
    } else {
      resources.createProject(draft, reply);
    }
  }

  @Override
  public void delete(ProjectRead project) {
    DeletedPlaces.Deletion deletion = deleted.begin();
    willDelete(deletion, new Route.Project(project.id()));
    for (ChatRead chat : directory.chats()) {
      if (isIn(chat, project)) {
        willDelete(deletion, new Route.Chat(chat.id()));
      }
    }
    resources.deleteProject(
        project.id(),
        replies.done(
            () -> {
              leave(project);
              directory.refreshProjects();
              directory.refreshChats();
              toasts.deleted(
                  messages.get(Text.PROJECT_DELETED),
                  () ->
                      resources.restoreProject(
                          project.id(),
                          replies.done(() -> {
                            deletion.takenBack();
                            directory.refreshProjects();
                            directory.refreshChats();
                          })));
            },
            reason -> refused(deletion, reason)));
  }

  private static boolean isIn(ChatRead chat, ProjectRead project) {
    return chat.projectId().equals(OptionalLong.of(project.id()));
  }

  /** Shows something else if the project or a chat of it is shown. */
  private void leave(ProjectRead project) {
    boolean isShown = isShown(new Route.Project(project.id()));
    for (ChatRead chat : directory.chats()) {
      isShown |= isIn(chat, project) && isShown(new Route.Chat(chat.id()));
    }
    if (isShown) {
      window.open(new Route.NewChat());
    }
  }

  private static boolean isShown(Route route) {
    return route.path().equals(Browser.path());
  }

  @Override
  public void delete(ChatRead chat) {
    DeletedPlaces.Deletion deletion = deleted.begin();
    willDelete(deletion, new Route.Chat(chat.id()));
    resources.deleteChat(
        chat.id(),
        replies.done(
            () -> {
              window.changed(new LiveEvent.ChatDeleted(chat.id()));
              toasts.deleted(
                  messages.get(Text.CHAT_DELETED),
                  () ->
                      resources.restoreChat(
                          chat.id(),
                          replies.told((ChatRead restored) -> {
                            deletion.takenBack();
                            directory.know(restored);
                          })));
            },
            reason -> refused(deletion, reason)));
  }

  private void willDelete(DeletedPlaces.Deletion deletion, Route place) {
    deletion.add(place, window.written(place));
  }

  private void refused(DeletedPlaces.Deletion deletion, String reason) {
    deletion.refused();
    toasts.say(reason);
  }

  @Override
  public void rename(ChatRead chat, String title) {
    resources.renameChat(chat.id(), title, replies.told(directory::know));
  }

  @Override
  public void pin(ChatRead chat, boolean pinned) {
    resources.pinChat(chat.id(), pinned, replies.told(directory::know));
  }

  @Override
  public void archive(ChatRead chat, boolean archived) {
    resources.archiveChat(chat.id(), archived, replies.told(directory::know));
  }

  @Override
  public void export(ChatRead chat, String format) {
    replies.download(resources, resources.export(chat.id(), format));
  }

  @Override
  public void move(ChatRead chat, OptionalLong projectId) {
    resources.moveChat(chat.id(), projectId, replies.told(directory::know));
  }
}
