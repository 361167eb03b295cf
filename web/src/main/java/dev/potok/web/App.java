package dev.potok.web;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.chat.SendRequest;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.web.api.HttpTransport;
import dev.potok.web.api.Resources;
import dev.potok.web.api.Server;
import dev.potok.web.components.Announcer;
import dev.potok.web.components.ImportBox;
import dev.potok.web.components.ModalDialog;
import dev.potok.web.components.Replies;
import dev.potok.web.components.SettingsDialog;
import dev.potok.web.components.Sidebar;
import dev.potok.web.components.Toasts;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Intl;
import dev.potok.web.dom.KeyValues;
import dev.potok.web.dom.LocalStore;
import dev.potok.web.dom.Sentences;
import dev.potok.web.dom.Timers;
import dev.potok.web.live.BrowserTabs;
import dev.potok.web.live.LiveHub;
import dev.potok.web.live.SharedTransport;
import dev.potok.web.pages.ChatPage;
import dev.potok.web.pages.Keyboard;
import dev.potok.web.pages.Page;
import dev.potok.web.pages.PageContext;
import dev.potok.web.pages.StreamingDemoPage;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.DeletedPlaces;
import dev.potok.web.state.Drafts;
import dev.potok.web.state.MessageQueues;
import dev.potok.web.state.Places;
import dev.potok.web.state.QueueSender;
import dev.potok.web.state.Route;
import dev.potok.web.state.Settings;
import dev.potok.web.state.UnsettledSends;
import dev.potok.web.text.Language;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** The whole page: builds its parts, shows what an address asks for, and does what a list asks. */
final class App {

  /** How long the lists wait for the line to the server, behind which nothing is missed. */
  private static final int BEGIN_MILLIS = 1000;

  private final HTMLElement root;
  private final KeyValues store;
  private final String apiBase;
  private final KeyValues tabStore = LocalStore.ofTab();
  private final Places places = new Places(tabStore);
  private final MarkdownRenderer markdown = new MarkdownRenderer();
  private Settings settings;
  private @Nullable Shell shell;

  App(HTMLElement root, KeyValues store, String apiBase) {
    this.root = root;
    this.store = store;
    this.apiBase = apiBase;
    this.settings = Settings.load(store);
  }

  void start() {
    load(messages -> {
      listen();
      build(messages);
    });
  }

  private void listen() {
    Browser.onWindow("popstate", event -> shell().show(Route.parse(Browser.path())));
    Browser.onStored(key -> shell().stored(key));
    Browser.onWindow("online", event -> shell().wake());
    Browser.onDocument("visibilitychange", event -> shell().visible(Browser.isVisible()));
    Browser.onWindow("pagehide", event -> shell().leave());
    Browser.onWindow("pageshow", event -> shell().comeBack());
    Browser.onDocument("keydown", (KeyboardEvent event) -> shell().keyboard.pressed(event));
  }

  /** Fetches the sentences of the reader's language, which may be another one by then. */
  private void load(Consumer<Messages> then) {
    Language language = language();
    Sentences.load(
        language.tag(),
        text -> {
          if (language == language()) {
            then.accept(new Messages(language, text, new Intl(language.tag())));
          }
        });
  }

  private Language language() {
    return settings.language().orElseGet(() -> Language.preferred(Browser.languages()));
  }

  private Shell shell() {
    Shell built = shell;
    if (built == null) {
      throw new IllegalStateException("the page was not built");
    }
    return built;
  }

  /** Builds everything; again when the language changes, since every part says something. */
  private void build(Messages messages) {
    if (shell != null) {
      shell.close();
    }
    HTMLElement document = HTMLDocument.current().getDocumentElement();
    document.setLang(messages.language().tag());
    document.setAttribute("data-theme", settings.theme().wireName());
    document.setAttribute("data-enter", settings.enter().wireName());
    shell = new Shell(messages);
    shell.show(Route.parse(Browser.path()));
    shell.hub.join(Browser.isVisible());
    Timers.after(BEGIN_MILLIS, shell::begin);
  }

  private void set(Settings changed) {
    boolean speaksOtherwise = !changed.language().equals(settings.language());
    settings = changed;
    changed.save(store);
    HTMLElement document = HTMLDocument.current().getDocumentElement();
    document.setAttribute("data-theme", changed.theme().wireName());
    document.setAttribute("data-enter", changed.enter().wireName());
    if (speaksOtherwise) {
      load(messages -> {
        build(messages);
        shell().settings();
      });
    }
  }

  /** The page in one language. */
  private final class Shell implements ListActions.Window, Keyboard.Actions, LiveHub.Listener {
    private final Messages messages;
    private final Resources resources;
    private final ChatDirectory directory;
    private final LiveHub hub;
    private final MessageQueues queues;
    private final QueueSender queueSender;
    private final DeletedPlaces deletedHere;
    private final ListActions listActions;
    private final Sidebar sidebar;
    private final Keyboard keyboard;
    private final Toasts toasts;
    private final Replies replies;
    private final PageContext context;
    private final HTMLElement place = El.of("div", "place").element();
    private @Nullable Page page;
    private @Nullable ModalDialog dialog;
    private boolean left;
    private boolean begun;

    Shell(Messages messages) {
      this.messages = messages;
      toasts = new Toasts(messages);
      replies = new Replies(messages, toasts);
      Server server = new Server(apiBase, messages.language());
      resources = new Resources(server);
      directory = new ChatDirectory(resources);
      HttpTransport calls = new HttpTransport(server);
      hub =
          new LiveHub(
              Browser.uniqueName(),
              new BrowserTabs(apiBase),
              calls::events,
              (delayMillis, task) -> Timers.after((int) delayMillis, task)::cancel,
              () -> (long) Browser.now(),
              Math::random,
              this);
      queues = new MessageQueues(store, () -> (long) Browser.wallClock(), Browser::uniqueName);
      Drafts drafts = new Drafts(store, tabStore);
      UnsettledSends sends = new UnsettledSends(store, tabStore, () -> (long) Browser.wallClock());
      queueSender =
          new QueueSender(
              queues,
              sends,
              new QueueCalls(calls),
              (delayMillis, task) -> Timers.after((int) delayMillis, task)::cancel,
              Math::random,
              // What is kept in this tab only is up to this tab.
              () -> hub.isLeading() || !store.isShared(),
              (chatId, problem) -> toasts.say(replies.sentence(problem)));
      deletedHere = new DeletedPlaces(drafts, queues);
      listActions =
          new ListActions(messages, resources, directory, deletedHere, toasts, replies, this);
      sidebar = new Sidebar(messages, resources, replies, directory, listActions);
      keyboard = new Keyboard(messages, directory, sidebar, place, this);
      Announcer announcer = new Announcer();
      context =
          new PageContext(
              messages,
              markdown,
              server,
              new SharedTransport(calls, hub),
              resources,
              directory,
              drafts,
              queues,
              queueSender,
              sends,
              store,
              places,
              () -> settings,
              this::settings,
              sidebar,
              toasts,
              replies,
              announcer,
              this::open);
      Browser.clear(root);
      root.appendChild(
          El.of("a", "skip")
              .attr("href", "#message")
              .text(messages.get(Text.SKIP))
              .on("click", this::skip)
              .element());
      root.appendChild(sidebar.element());
      root.appendChild(El.of("div", "scrim").onClick(sidebar::closeDrawer).element());
      root.appendChild(place);
      root.appendChild(toasts.element());
      root.appendChild(announcer.element());
    }

    private void skip(org.teavm.jso.dom.events.Event event) {
      event.preventDefault();
      keyboard.focusField();
    }

    /** The network is back: reads on at once. */
    void wake() {
      hub.wake();
      if (page != null) {
        page.wake();
      }
    }

    /** The tab is looked at, or not any more. */
    void visible(boolean isVisible) {
      hub.visible(isVisible);
      if (isVisible && page != null) {
        page.wake();
      }
    }

    /** The tab goes, or is put away by the browser to be shown again as it was. */
    void leave() {
      left = true;
      if (page != null) {
        page.leave();
      }
      hub.leave();
    }

    void comeBack() {
      if (left) {
        left = false;
        hub.join(Browser.isVisible());
        missed();
      }
    }

    /** Another tab has changed what the browser keeps. */
    void stored(String key) {
      if (MessageQueues.isOfQueue(key)) {
        queues.storeChanged();
        queueSender.checkAll();
      }
    }

    @Override
    public void changed(LiveEvent.Change change) {
      if (change instanceof LiveEvent.ChatDeleted deleted) {
        chatDeleted(new Route.Chat(deleted.chatId()));
      } else if (change instanceof LiveEvent.ProjectDeleted deleted) {
        leaveDeleted(new Route.Project(deleted.projectId()), Text.PROJECT_WAS_DELETED);
        for (ChatRead chat : List.copyOf(directory.chats())) {
          if (chat.projectId().equals(OptionalLong.of(deleted.projectId()))) {
            changed(new LiveEvent.ChatDeleted(chat.id()));
          }
        }
      }
      directory.changed(change);
      queueSender.changed(change);
      if (page != null) {
        page.changed(change);
      }
    }

    private void chatDeleted(Route.Chat deleted) {
      Drafts drafts = context.drafts();
      String written = page == null ? "" : page.written();
      drafts.forget(deleted);
      context.sends().forget(deleted.id());
      boolean wasShown = deleted.path().equals(Browser.path());
      if (wasShown && !deletedHere.contains(deleted) && drafts.get(new Route.NewChat()).isEmpty()) {
        // What was being written here is not lost with the chat.
        drafts.put(new Route.NewChat(), written);
      }
      leaveDeleted(deleted, Text.CHAT_WAS_DELETED);
    }

    private void leaveDeleted(Route deleted, Text note) {
      if (!deleted.path().equals(Browser.path())) {
        return;
      }
      open(new Route.NewChat());
      if (!deletedHere.contains(deleted)) {
        toasts.say(messages.get(note));
      }
    }

    @Override
    public void missed() {
      if (!begin()) {
        directory.refreshChats();
        directory.refreshProjects();
      }
      queueSender.checkAll();
      if (page != null) {
        page.missed();
      }
    }

    @Override
    public void connected(boolean isConnected) {
      if (!isConnected || !hub.isLeading()) {
        begin();
      }
      if (isConnected && directory.problem().isPresent()) {
        directory.refresh();
      }
      if (page != null) {
        page.connected(isConnected);
      }
    }

    @Override
    public void leads() {
      queueSender.checkAll();
    }

    /**
     * Asks for the lists, once. What changes after the answer is told; so they are asked for when
     * this tab hears changes, and not asked for again.
     *
     * @return whether that was now
     */
    boolean begin() {
      boolean isFirst = !begun;
      begun = true;
      if (isFirst) {
        directory.refresh();
      }
      return isFirst;
    }

    void close() {
      begun = true;
      if (page != null) {
        page.close();
      }
      if (dialog != null) {
        dialog.close();
      }
      directory.close();
      hub.leave();
    }

    /** Shows what a route asks for, whose address is in the address bar already. */
    void show(Route route) {
      if (page != null) {
        page.close();
      }
      Page next =
          switch (route) {
            case Route.StreamingDemo _ -> new StreamingDemoPage(context);
            case Route.NewChat _, Route.Chat _, Route.Project _ -> new ChatPage(context, route);
          };
      page = next;
      Browser.clear(place);
      place.appendChild(next.element());
      sidebar.current(route);
      sidebar.closeDrawer();
      next.shown();
      Route.messageIn(Browser.fragment()).ifPresent(next::showMessage);
    }

    @Override
    public void open(Route route) {
      boolean shownAlready = route.path().equals(Browser.path());
      if (page != null && shownAlready) {
        sidebar.closeDrawer();
        page.focus();
        return;
      }
      Browser.pushPath(route.path());
      show(route);
    }

    @Override
    public void settings() {
      SettingsDialog opened = new SettingsDialog(messages, settings, App.this::set);
      dialog =
          opened
              .dialog()
              .add(new ImportBox(messages, resources, replies).element())
              .add(shortcutsButton(opened.dialog()));
      opened.open();
    }

    private El shortcutsButton(ModalDialog above) {
      return El.button("shortcuts")
          .cls("quiet")
          .text(messages.get(Text.SHORTCUTS))
          .onClick(() -> {
            above.close();
            keyboard.showShortcuts();
          });
    }

    @Override
    public void newProject() {
      listActions.newProject();
    }

    @Override
    public void showMessage(long messageId) {
      if (page != null) {
        page.showMessage(messageId);
      }
    }

    @Override
    public String written(Route place) {
      Page shown = place.path().equals(Browser.path()) ? page : null;
      return shown == null ? context.drafts().get(place) : shown.written();
    }
  }

  /** The calls that sending a queued message takes. */
  private record QueueCalls(HttpTransport calls) implements QueueSender.Calls {
    @Override
    public Cancellable lastMessage(long chatId, Reply<List<MessageRead>> reply) {
      return calls.lastMessage(chatId, reply);
    }

    @Override
    public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
      return calls.send(chatId, request, reply);
    }
  }
}
