package dev.potok.web.components;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.SearchHit;
import dev.potok.web.api.Resources;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** The list of chats by project, with the search and what is done with them. */
public final class Sidebar {

  /** What the reader asks for. */
  public interface Actions {
    /** Another address shall be shown. */
    void open(Route route);

    /** A project shall be made. */
    void newProject();

    /** The settings shall be shown. */
    void settings();

    /** A chat shall get this title. */
    void rename(ChatRead chat, String title);

    /** A chat shall be pinned, or not any more. */
    void pin(ChatRead chat, boolean pinned);

    /** A chat shall go into the archive, or out of it. */
    void archive(ChatRead chat, boolean archived);

    /** A chat shall be kept as a file of one of {@link Resources#EXPORT_FORMATS}. */
    void export(ChatRead chat, String format);

    /** What was found shall be shown. */
    void open(SearchHit hit);

    /** A chat shall go elsewhere. */
    void move(ChatRead chat, OptionalLong projectId);

    /** A chat shall be deleted. */
    void delete(ChatRead chat);

    /** A project shall be changed. */
    void edit(ProjectRead project);

    /** A project shall be deleted. */
    void delete(ProjectRead project);
  }

  /** All that the list is drawn from. */
  private record Shown(
      List<ProjectRead> projects,
      List<ChatRead> chats,
      boolean isArchive,
      boolean isLoaded,
      boolean hasMore,
      boolean hasProblem,
      Route current) {}

  /** The longest text that the server looks for, in UTF-16 units. */
  private static final String MAX_SEARCH = "200";

  private final Messages messages;
  private final ChatDirectory directory;
  private final Actions actions;
  private final HTMLElement root;
  private final HTMLElement search;
  private final HTMLElement list;
  private final SearchResults results;
  private final ChatDrag drag;
  private Route current = new Route.NewChat();
  private @Nullable Shown shown;

  /** The chat whose title is being written; its row is not drawn anew meanwhile. */
  private long renaming;

  /** A sidebar that shows what the directory knows. */
  public Sidebar(
      Messages messages,
      Resources resources,
      Replies replies,
      ChatDirectory directory,
      Actions actions) {
    this.messages = messages;
    this.directory = directory;
    this.actions = actions;
    results = new SearchResults(messages, resources, replies, actions::open);
    search =
        El.of("input")
            .attr("type", "search")
            .attr("name", "search")
            .attr("maxlength", MAX_SEARCH)
            .attr("placeholder", messages.get(Text.SEARCH))
            .attr("aria-label", messages.get(Text.SEARCH))
            .attr("autocomplete", "off")
            .on("input", event -> search(searched()))
            .onKey(this::onSearchKey)
            .element();
    list = El.of("nav", "chat-list").attr("aria-label", messages.get(Text.CHATS)).element();
    drag = new ChatDrag(list, actions);
    root =
        El.of("aside", "sidebar")
            .attr("id", "sidebar")
            .attr("aria-label", messages.get(Text.CHATS))
            .add(head())
            .add(
                El.button("new-chat")
                    .cls("new-chat")
                    .add(Icon.PLUS.element())
                    .span("", messages.get(Text.NEW_CHAT))
                    .onClick(() -> actions.open(new Route.NewChat())))
            .add(El.of("label", "search").add(Icon.SEARCH.element()).add(search))
            .add(list)
            .add(foot())
            .element();
    directory.onChange(this::draw);
    draw();
  }

  private El head() {
    return El.of("div", "brand")
        .add(link(new Route.NewChat(), "brand-link").add(Icon.WAVES.element()).span("", "Potok"))
        .add(
            El.iconButton("new-project", Icon.FOLDER_PLUS, messages.get(Text.NEW_PROJECT))
                .onClick(actions::newProject))
        .add(
            El.iconButton("close-chats", Icon.CLOSE, messages.get(Text.CLOSE))
                .cls("icon-button drawer-only")
                .onClick(this::closeDrawer));
  }

  private El foot() {
    return El.of("div", "sidebar-foot")
        .add(
            link(new Route.StreamingDemo(), "foot-link")
                .attr("data-action", "open-lab")
                .add(Icon.LAB.element())
                .span("", messages.get(Text.STREAM_LAB)))
        .add(
            El.iconButton("archive", Icon.ARCHIVE, messages.get(Text.ARCHIVE))
                .onClick(() -> directory.archive(!directory.isArchive())))
        .add(
            El.iconButton("settings", Icon.SLIDERS, messages.get(Text.SETTINGS))
                .onClick(actions::settings));
  }

  /** The whole list. */
  public HTMLElement element() {
    return root;
  }

  /** Marks what is being shown. */
  public void current(Route route) {
    current = route;
    draw();
  }

  /** Looks for a text. */
  public void lookFor(String text) {
    focusSearch();
    Browser.value(search, text);
    search(text);
  }

  /** Puts the cursor into the search. */
  public void focusSearch() {
    openDrawer();
    search.focus();
    Browser.select(search);
  }

  /** Shows the list on a screen that is too narrow to show it always. */
  public void openDrawer() {
    HTMLDocument.current().getBody().setAttribute("data-drawer", "open");
    Browser.focus(root.querySelector("[data-action=close-chats]"));
  }

  /** Hides it there, and leads back to the button that opens it. */
  public void closeDrawer() {
    hideDrawer();
  }

  @JSBody(
      script =
          "var at = document.activeElement;"
              + "var opener = document.querySelector('[data-action=open-chats]');"
              + "document.body.removeAttribute('data-drawer');"
              + "if (opener && at.closest('.sidebar')) { opener.focus({preventScroll: true}); }")
  private static native void hideDrawer();

  private String searched() {
    return Browser.value(search);
  }

  private void onSearchKey(KeyboardEvent event) {
    if (event.getKey().equals("Escape") && !searched().isEmpty()) {
      event.stopPropagation();
      event.preventDefault();
      Browser.value(search, "");
      search("");
    } else if (results.isOpen()) {
      if (event.getKey().equals("ArrowDown")) {
        event.preventDefault();
        results.focusFirst();
      } else if (event.getKey().equals("Enter") && !SendKeys.isComposing(event)) {
        // What gets the focus by it is not to get the key.
        event.preventDefault();
        results.openFirst();
      }
    }
  }

  /** Shows what is found in the place of the list; the list again if nothing is looked for. */
  private void search(String text) {
    boolean wasOpen = results.isOpen();
    results.look(text);
    if (results.isOpen() == wasOpen) {
      return;
    }
    if (wasOpen) {
      shown = null;
      draw();
    } else {
      Browser.clear(list);
      list.appendChild(results.element());
    }
  }

  private void draw() {
    Shown next =
        new Shown(
            directory.projects(),
            directory.chats(),
            directory.isArchive(),
            directory.isLoaded(),
            directory.hasMore(),
            directory.problem().isPresent(),
            current);
    // Most of what the directory tells changes nothing here, and drawing closes an open menu's way
    // back.
    if (renaming != 0 || results.isOpen() || next.equals(shown)) {
      return;
    }
    shown = next;
    JSObject focused = KeptFocus.in(list);
    // The list stays scrolled, since nothing here makes the browser lay out the empty list; to ask
    // for the place would.
    Browser.clear(list);
    drawGroups();
    if (focused != null) {
      KeptFocus.restore(focused, list, root.querySelector("[data-action=new-chat]"));
    }
  }

  private void drawGroups() {
    boolean isArchive = directory.isArchive();
    if (isArchive) {
      list.appendChild(
          El.of("div", "group-head")
              .add(El.of("h2").span("project-name", messages.get(Text.ARCHIVE)))
              .add(
                  El.iconButton("leave-archive", Icon.CLOSE, messages.get(Text.BACK_TO_CHATS))
                      .onClick(() -> directory.archive(false)))
              .element());
    }
    for (ProjectRead project : directory.projects()) {
      List<ChatRead> chats = chatsOf(OptionalLong.of(project.id()));
      if (!isArchive || !chats.isEmpty()) {
        list.appendChild(group(project, chats).element());
      }
    }
    List<ChatRead> loose = chatsOf(OptionalLong.empty());
    boolean hasProjects = !directory.projects().isEmpty();
    if (hasProjects || !loose.isEmpty()) {
      // Without chats it is only a place to drag one to.
      String look = loose.isEmpty() ? "group drop-only" : "group";
      El group = drag.zone(El.of("section", look), OptionalLong.empty());
      if (hasProjects) {
        group.add(
            El.of("div", "group-head")
                .add(El.of("h2").span("project-name", messages.get(Text.NO_PROJECT))));
      }
      rows(group, loose);
      list.appendChild(group.element());
    }
    drawNotes(isArchive);
  }

  private void drawNotes(boolean isArchive) {
    if (directory.hasMore()) {
      list.appendChild(
          El.button("more-chats")
              .cls("more")
              .text(messages.get(Text.MORE_CHATS))
              .onClick(directory::more)
              .element());
    }
    if (directory.problem().isPresent() && !directory.isLoaded()) {
      list.appendChild(
          El.of("div", "list-note")
              .add(El.of("p").text(messages.get(Text.LIST_FAILED)))
              .add(
                  El.button("reload-chats")
                      .cls("quiet")
                      .text(messages.get(Text.RETRY))
                      .onClick(directory::refresh))
              .element());
    } else if (directory.isLoaded() && directory.chats().isEmpty()) {
      Text note = isArchive ? Text.NO_ARCHIVED : Text.NO_CHATS;
      list.appendChild(El.of("p", "list-note").text(messages.get(note)).element());
    } else if (!directory.isLoaded()) {
      El waiting = El.of("div", "list-waiting").attr("aria-hidden", "true");
      for (int i = 0; i < 5; i++) {
        waiting.add(El.of("i"));
      }
      list.appendChild(waiting.element());
    }
  }

  private List<ChatRead> chatsOf(OptionalLong projectId) {
    List<ChatRead> found = new ArrayList<>();
    for (ChatRead chat : directory.chats()) {
      boolean known =
          chat.projectId().isPresent()
              && directory.project(chat.projectId().getAsLong()).isPresent();
      if (known ? chat.projectId().equals(projectId) : projectId.isEmpty()) {
        found.add(chat);
      }
    }
    return found;
  }

  private El group(ProjectRead project, List<ChatRead> chats) {
    Route route = new Route.Project(project.id());
    El name =
        link(route, "project-name")
            .attr("data-project-id", String.valueOf(project.id()))
            .add(Icon.FOLDER.element())
            .span("", project.name());
    if (route.equals(current)) {
      name.attr("aria-current", "page");
    }
    HTMLElement dots =
        El.iconButton("project-menu", Icon.DOTS, messages.get(Text.PROJECT_ACTIONS, project.name()))
            .attr("aria-haspopup", "menu")
            .element();
    dots.addEventListener("click", event -> projectMenu(project, dots));
    El group =
        drag.zone(El.of("section", "group"), OptionalLong.of(project.id()))
            .add(
                El.of("div", "group-head")
                    .add(El.of("h2").add(name))
                    .add(
                        El.iconButton(
                                "new-chat-in-project",
                                Icon.PLUS,
                                messages.get(Text.NEW_CHAT_IN, project.name()))
                            .onClick(() -> actions.open(route)))
                    .add(dots));
    if (chats.isEmpty()) {
      group.add(El.of("p", "list-note").text(messages.get(Text.EMPTY_PROJECT)));
    }
    rows(group, chats);
    return group;
  }

  private void rows(El group, List<ChatRead> chats) {
    for (ChatRead chat : chats) {
      group.add(row(chat));
    }
  }

  private El row(ChatRead chat) {
    Route route = new Route.Chat(chat.id());
    El link = link(route, "chat-link").attr("data-chat-id", String.valueOf(chat.id()));
    if (route.equals(current)) {
      link.attr("aria-current", "page");
    }
    if (chat.streamingMessageId().isPresent()) {
      link.add(El.of("span", "live").attr("role", "img").label(messages.get(Text.ANSWER_RUNS)));
    }
    if (chat.pinned()) {
      link.add(
          El.of("span", "pin")
              .attr("role", "img")
              .label(messages.get(Text.PINNED))
              .add(Icon.PIN.element()));
    }
    link.span("chat-title", titleOf(chat));
    El row = drag.row(El.of("div", "chat-row").add(link), chat);
    HTMLElement dots =
        El.iconButton("chat-menu", Icon.DOTS, messages.get(Text.CHAT_ACTIONS, titleOf(chat)))
            .attr("aria-haspopup", "menu")
            .element();
    dots.addEventListener("click", event -> chatMenu(chat, dots));
    link.on(
        "dblclick",
        event -> {
          event.preventDefault();
          rename(chat);
        });
    return row.add(dots);
  }

  private String titleOf(ChatRead chat) {
    return chat.title().isEmpty() ? messages.get(Text.NEW_CHAT) : chat.title();
  }

  private void chatMenu(ChatRead chat, HTMLElement anchor) {
    Menu menu =
        new Menu(messages.get(Text.CHAT_ACTIONS, titleOf(chat)))
            .action(Icon.PENCIL, messages.get(Text.RENAME), "rename-chat", () -> rename(chat))
            .action(
                Icon.PIN,
                messages.get(chat.pinned() ? Text.UNPIN : Text.PIN),
                "pin-chat",
                () -> actions.pin(chat, !chat.pinned()))
            .action(
                Icon.ARCHIVE,
                messages.get(chat.archived() ? Text.UNARCHIVE : Text.ARCHIVE_CHAT),
                "archive-chat",
                () -> actions.archive(chat, !chat.archived()));
    for (ProjectRead project : directory.projects()) {
      if (!chat.projectId().equals(OptionalLong.of(project.id()))) {
        menu.action(
            Icon.FOLDER,
            messages.get(Text.MOVE_TO, project.name()),
            "move-chat",
            () -> actions.move(chat, OptionalLong.of(project.id())));
      }
    }
    if (chat.projectId().isPresent()) {
      menu.action(
          Icon.FOLDER,
          messages.get(Text.MOVE_OUT),
          "move-chat",
          () -> actions.move(chat, OptionalLong.empty()));
    }
    for (String format : Resources.EXPORT_FORMATS) {
      menu.action(
          Icon.ARROW_DOWN,
          messages.get(Text.EXPORT_AS, format),
          "export-chat",
          () -> actions.export(chat, format));
    }
    menu.action(Icon.TRASH, messages.get(Text.DELETE), "delete-chat", () -> actions.delete(chat))
        .open(anchor);
  }

  private void projectMenu(ProjectRead project, HTMLElement anchor) {
    new Menu(messages.get(Text.PROJECT_ACTIONS, project.name()))
        .action(
            Icon.PENCIL,
            messages.get(Text.EDIT_PROJECT),
            "edit-project",
            () -> actions.edit(project))
        .action(
            Icon.TRASH, messages.get(Text.DELETE), "delete-project", () -> actions.delete(project))
        .open(anchor);
  }

  /** Lets the reader write the title in its place: Enter keeps it, Escape does not. */
  private void rename(ChatRead chat) {
    // The row may have been drawn anew since the menu was opened.
    String chatLink = "a[data-chat-id='" + chat.id() + "']";
    HTMLElement row = Browser.closest(list.querySelector(chatLink), ".chat-row");
    if (row == null) {
      return;
    }
    renaming = chat.id();
    HTMLElement field =
        El.of("input", "rename")
            .attr("name", "title")
            .attr("maxlength", "200")
            .attr("aria-label", messages.get(Text.RENAME))
            .element();
    Browser.value(field, chat.title());
    Browser.clear(row);
    row.appendChild(field);
    field.focus();
    Browser.select(field);
    field.addEventListener("blur", event -> renamed(chat, Browser.value(field)));
    El.wrap(field)
        .onKey(event -> {
          boolean isKept = event.getKey().equals("Enter");
          if ((isKept || event.getKey().equals("Escape")) && !SendKeys.isComposing(event)) {
            event.stopPropagation();
            renamed(chat, isKept ? Browser.value(field) : null);
            HTMLElement link = list.querySelector(chatLink);
            if (link != null) {
              Browser.focus(link);
            }
          }
        });
  }

  private void renamed(ChatRead chat, @Nullable String title) {
    if (renaming == 0) {
      return;
    }
    renaming = 0;
    shown = null;
    draw();
    if (title != null && !title.strip().isEmpty() && !title.trim().equals(chat.title())) {
      actions.rename(chat, title.trim());
    }
  }

  private El link(Route route, String className) {
    return El.of("a", className)
        .attr("href", route.path())
        .on(
            "click",
            event -> {
              if (Browser.isPlainClick(event)) {
                event.preventDefault();
                actions.open(route);
              }
            });
  }
}
