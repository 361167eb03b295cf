package dev.potok.web.pages;

import dev.potok.chat.ChatError;
import dev.potok.chat.ChatListener;
import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.chat.ChatState;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.ModelRead;
import dev.potok.protocol.Problem;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.Role;
import dev.potok.web.components.Command;
import dev.potok.web.components.Composer;
import dev.potok.web.components.ConnectionNotice;
import dev.potok.web.components.ErrorBar;
import dev.potok.web.components.MessageBox;
import dev.potok.web.components.MessageFlow;
import dev.potok.web.components.ModelPicker;
import dev.potok.web.components.QuoteButton;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import dev.potok.web.state.ChatDirectory;
import dev.potok.web.state.Places.Place;
import dev.potok.web.state.Route;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * One chat, or the place where the next one begins: its messages, its errors, its composer. The
 * first send of a new chat makes the chat, and its address takes the place of the one before.
 */
public final class ChatPage implements Page {

  /** How long after its end an answer is read out, so that all of it is there. */
  private static final int READ_OUT_MILLIS = 400;

  private final PageContext context;
  private final Messages messages;
  private final ChatDirectory directory;
  private final HTMLElement root;
  private final PageHeader header;
  private final ModelPicker models;
  private final MessageFlow flow;
  private final HTMLElement stage = El.of("div", "stage").element();
  private final ConnectionNotice notice;
  private final ErrorBar errors;
  private final Composer composer;
  private final ChatQueue queue;
  private final ChatTools tools;
  private final QuoteButton quote;
  private final UnsentEdits unsent;
  private final Runnable unsubscribe;

  private Route route;
  private @Nullable ChatSession session;
  private Optional<ChatRead> chat = Optional.empty();
  private Optional<String> model = Optional.empty();
  private @Nullable HTMLElement greeting;

  /** The models whose names the messages show. */
  private List<ModelRead> namedModels = List.of();

  /** Where the reader was when the chat was shown last, until it is shown again. */
  private @Nullable Place returning;

  private boolean making;
  private boolean missing;
  private ChatState state = ChatState.IDLE;
  private boolean hasError;
  private boolean closed;

  /** A send that failed and whose text is back in the composer; empty if there is none. */
  private String rolledBack = "";

  /** A send was taken back, and why is told next. */
  private boolean rollingBack;

  /** A page for a route, which is a chat, a project or a new chat. */
  public ChatPage(PageContext context, Route route) {
    this.context = context;
    this.messages = context.messages();
    this.directory = context.directory();
    this.route = route;
    header = new PageHeader(context);
    models = new ModelPicker(messages, this::chooseModel);
    header.add(models.element());
    flow =
        new MessageFlow(
            messages,
            context.markdown(),
            context.settings().get().drawing(),
            new MessageActions(context, () -> session, this::edit, this::quote),
            this::wantEarlier);
    errors = new ErrorBar(messages);
    notice = new ConnectionNotice(messages);
    composer = new Composer(messages, context.sendKeys(), new ComposerActions());
    tools = new ChatTools(context, () -> session, models, composer);
    quote = new QuoteButton(messages, flow.element(), this::quote);
    unsent = new UnsentEdits(context.drafts());
    composer.text(context.drafts().get(route));
    queue = new ChatQueue(context, this::chatId);
    stage.appendChild(flow.element());
    root =
        El.of("main")
            .attr("data-page", "chat")
            .add(header.element())
            .add(stage)
            .add(
                El.of("div", "dock")
                    .add(El.of("div", "dock-float").add(notice.element()).add(flow.downButton()))
                    .add(queue.element())
                    .add(errors.element())
                    .add(composer.element())
                    .add(hint()))
            .add(quote.element())
            .element();
    composer.takeFilesFrom(root);
    unsubscribe = directory.onChange(this::directoryChanged);
    if (route instanceof Route.Chat existing) {
      open(existing.id());
    }
    directoryChanged();
    queue.draw();
  }

  /** What Enter does, in both ways that the reader can set; the style shows the one. */
  private El hint() {
    return El.of("p", "hint")
        .span("hint-sends", messages.get(Text.HINT))
        .span("hint-breaks", messages.get(Text.HINT_BREAKS));
  }

  private void quote(String text) {
    composer.quote(text);
  }

  @Override
  public HTMLElement element() {
    return root;
  }

  @Override
  public void shown() {
    flow.toBottom();
    focus();
  }

  @Override
  public void focus() {
    if (Browser.matches("(hover: hover)")) {
      composer.focus();
    }
  }

  @Override
  public String written() {
    return composer.text();
  }

  @Override
  public void showMessage(long messageId) {
    returning = null;
    if (session != null) {
      session.seekMessage(messageId, true);
    }
  }

  @Override
  public void leave() {
    if (returning == null) {
      chatId().ifPresent(id -> context.places().put(id, flow.place()));
    }
  }

  @Override
  public void wake() {
    if (session != null) {
      session.reconnectNow();
    }
  }

  @Override
  public void changed(LiveEvent.Change change) {
    if (change instanceof LiveEvent.ChatChanged changed
        && route.equals(new Route.Chat(changed.chat().id()))) {
      chat = Optional.of(changed.chat());
      drawHead();
    }
    if (session != null) {
      session.changed(change);
    }
  }

  @Override
  public void missed() {
    if (session != null) {
      session.refreshMessages();
    }
  }

  @Override
  public void connected(boolean isConnected) {
    notice.connected(isConnected);
    if (isConnected && session != null && hasError) {
      // A load that failed succeeds now.
      session.refreshMessages();
    }
  }

  @Override
  public void close() {
    leave();
    closed = true;
    unsubscribe.run();
    quote.close();
    queue.close();
    notice.close();
    if (session != null) {
      session.close();
    }
  }

  /** Opens a chat that exists and loads what is in it. */
  private void open(long id) {
    ChatSession opened = newSession(id);
    session = opened;
    chat = directory.chat(id);
    opened.loadMessages();
    returning = context.places().get(id).orElse(null);
    if (returning != null) {
      opened.seekMessage(returning.messageId(), false);
    }
    if (chat.isEmpty()) {
      context.resources().chat(id, new ChatFound());
    }
  }

  /** The reader comes near to the first message that is loaded. */
  private void wantEarlier() {
    if (session != null) {
      session.loadEarlier();
    }
  }

  private ChatSession newSession(long id) {
    return new ChatSession(
        id,
        context.transport(),
        (delayMillis, task) -> Timers.after((int) delayMillis, task)::cancel,
        Math::random,
        Browser::uniqueName,
        new SessionListener());
  }

  private OptionalLong chatId() {
    return route instanceof Route.Chat existing
        ? OptionalLong.of(existing.id())
        : OptionalLong.empty();
  }

  private OptionalLong projectId() {
    if (route instanceof Route.Project project) {
      return OptionalLong.of(project.id());
    }
    return chat.isPresent() ? chat.get().projectId() : OptionalLong.empty();
  }

  private Optional<ProjectRead> project() {
    OptionalLong id = projectId();
    return id.isPresent() ? directory.project(id.getAsLong()) : Optional.empty();
  }

  private void directoryChanged() {
    if (closed) {
      return;
    }
    if (route instanceof Route.Chat existing) {
      Optional<ChatRead> known = directory.chat(existing.id());
      chat = known.isPresent() ? known : chat;
    }
    if (!directory.models().equals(namedModels)) {
      namedModels = directory.models();
      flow.namesChanged();
    }
    drawHead();
    drawGreeting();
  }

  private void drawHead() {
    String title =
        switch (route) {
          case Route.Project _ -> project().map(ProjectRead::name).orElse("");
          default -> chat.map(ChatRead::title).orElse("");
        };
    Text untitled = missing ? Text.NO_SUCH_CHAT : Text.NEW_CHAT;
    header.title(title.isEmpty() ? messages.get(untitled) : title);
    Optional<String> chosen = model.isPresent() ? model : chat.flatMap(ChatRead::model);
    tools.show(chat);
    models.show(
        directory.models(), chosen.isPresent() ? chosen : directory.defaultModel(projectId()));
  }

  private void drawGreeting() {
    boolean unread = state.loading() || (hasError && route instanceof Route.Chat);
    boolean wanted = flow.isEmpty() && !missing && !making && !unread;
    if (greeting != null) {
      Browser.remove(greeting);
      greeting = null;
    }
    if (wanted) {
      greeting =
          EmptyChat.of(
              messages,
              route instanceof Route.Project ? project() : Optional.empty(),
              this::suggest);
      stage.appendChild(greeting);
    }
    stage.setAttribute("data-empty", wanted ? "true" : "false");
  }

  private void suggest(String text) {
    composer.text(text);
    context.drafts().put(route, text);
    composer.focus();
  }

  private void chooseModel(String id) {
    model = Optional.of(id);
    drawHead();
    if (route instanceof Route.Chat existing) {
      context.resources().chooseModel(existing.id(), id, new ChatFound());
    }
  }

  private boolean send(String text) {
    ChatSession open = session;
    if (open != null) {
      return sendIn(open, text);
    }
    if (!making) {
      make(text);
    }
    return false;
  }

  private boolean sendIn(ChatSession open, String text) {
    if (open.isStreaming() || queue.isMoving()) {
      queue.add(text, model);
      flow.follow();
      return true;
    }
    errors.clear();
    rolledBack = "";
    boolean sent = open.sendMessage(text, model);
    if (sent) {
      drawGreeting();
      flow.toBottom();
    }
    return sent;
  }

  private boolean edit(ChatMessage message, String text) {
    ChatSession open = session;
    if (open == null) {
      return false;
    }
    if (open.isStreaming() || queue.isMoving()) {
      context.toasts().say(messages.get(Text.ANSWER_RUNS));
      return false;
    }
    errors.clear();
    rolledBack = "";
    boolean sent = open.editMessage(message.id(), text, model);
    if (sent) {
      unsent.sent(route, message);
      flow.toBottom();
    }
    return sent;
  }

  /** Makes the chat, and sends once it is there; until then the text stays in the composer. */
  private void make(String text) {
    making = true;
    errors.clear();
    composer.streaming(true, true);
    context
        .resources()
        .createChat(
            projectId(),
            model,
            tools.options(),
            new Reply<>() {
              @Override
              public void succeeded(ChatRead made) {
                making = false;
                directory.know(made);
                if (!closed) {
                  made(made, text);
                }
              }

              @Override
              public void refused(Problem problem) {
                notMade(context.replies().sentence(problem));
              }

              @Override
              public void networkFailed(String reason) {
                notMade(context.replies().networkSentence());
              }
            });
  }

  private void made(ChatRead made, String text) {
    composer.streaming(false, false);
    boolean unchanged = composer.text().equals(text);
    context.drafts().put(route, "");
    route = new Route.Chat(made.id());
    chat = Optional.of(made);
    Browser.pushPath(route.path());
    context.sidebar().current(route);
    ChatSession opened = newSession(made.id());
    session = opened;
    if (sendIn(opened, text) && unchanged) {
      composer.text("");
    }
    context.drafts().put(route, composer.text());
    drawHead();
  }

  private void notMade(String sentence) {
    making = false;
    composer.streaming(false, false);
    errors.show(sentence, composer::send, () -> {});
  }

  private void showMissing() {
    missing = true;
    drawHead();
    drawGreeting();
    Browser.remove(models.element());
    Browser.clear(stage);
    stage.appendChild(
        EmptyChat.missing(messages, () -> context.opening().accept(new Route.NewChat())));
    root.setAttribute("data-missing", "true");
  }

  /** What the reader does in the composer. */
  private final class ComposerActions implements Composer.Actions {
    @Override
    public boolean send(String text) {
      return ChatPage.this.send(text);
    }

    @Override
    public void stop() {
      if (session != null) {
        session.stop();
      }
    }

    @Override
    public void written(String text) {
      context.drafts().put(route, text);
    }

    @Override
    public boolean editLast() {
      ChatSession open = session;
      List<ChatMessage> all = open == null ? List.of() : open.messages();
      for (int i = all.size() - 1; i >= 0; i--) {
        if (all.get(i).role() == Role.USER) {
          return !all.get(i).isLocal() && flow.edit(all.get(i), all.get(i).text());
        }
      }
      return false;
    }

    @Override
    public void commandBegun() {
      tools.refreshPrompts();
    }

    @Override
    public List<Command> commands() {
      return tools.commands();
    }

    @Override
    public void refused(String sentence) {
      errors.show(sentence, null, () -> {});
    }
  }

  /** Takes what the server says about this page's chat. */
  private final class ChatFound implements Reply<ChatRead> {
    @Override
    public void succeeded(ChatRead found) {
      if (!closed) {
        chat = Optional.of(found);
        if (directory.chat(found.id()).isPresent()) {
          directory.know(found);
        }
        drawHead();
      }
    }

    @Override
    public void refused(Problem problem) {
      if (closed) {
        return;
      }
      if (problem.status() == 404) {
        showMissing();
      } else {
        context.toasts().say(context.replies().sentence(problem));
      }
    }

    @Override
    public void networkFailed(String reason) {
      // The load of the messages fails with it, and shows it.
    }
  }

  /** Shows what changes in the session. */
  private final class SessionListener implements ChatListener {
    @Override
    public void onAdded(int index, List<ChatMessage> added) {
      flow.added(index, added);
      drawGreeting();
    }

    @Override
    public void onRemoved(int index, ChatMessage message) {
      if (unsent.left(message, flow.removed(index))) {
        Timers.after(0, ChatPage.this::settleUnsent);
      }
      drawGreeting();
    }

    @Override
    public void onChanged(ChatMessage message) {
      MessageBox box = flow.box(message);
      if (box != null) {
        boolean ended = box.changed();
        flow.follow();
        if (ended) {
          announceEnd(box);
        }
      }
    }

    @Override
    public void onTextAppended(ChatMessage message, String appended) {
      MessageBox box = flow.box(message);
      if (box != null) {
        box.textAppended(appended);
      }
    }

    @Override
    public void onThinkingAppended(ChatMessage message, String appended) {
      MessageBox box = flow.box(message);
      if (box != null) {
        box.thinkingAppended(appended);
      }
    }

    @Override
    public void onTextReplaced(ChatMessage message) {
      MessageBox box = flow.box(message);
      if (box != null) {
        box.replaced();
        flow.follow();
      }
    }

    @Override
    public void onSought(long messageId, boolean isListed) {
      Place place = returning;
      returning = null;
      if (place != null) {
        flow.show(place);
      } else if (isListed) {
        flow.show(messageId);
      } else {
        context.toasts().say(messages.get(Text.MESSAGE_GONE));
      }
      if (!Browser.fragment().isEmpty()) {
        Browser.replacePath(route.path());
      }
    }

    @Override
    public void onState(ChatState next) {
      boolean wasStreaming = state.streaming();
      boolean wasAsking = state.asking();
      state = next;
      composer.streaming(state.streaming(), state.stopping());
      flow.busy(state.streaming());
      stage.setAttribute("data-loading", state.loading() ? "true" : "false");
      notice.reconnecting(state.reconnecting());
      if (wasAsking != state.asking()) {
        queue.asking(state.asking());
      }
      if (wasStreaming != state.streaming()) {
        announceStart();
      }
      drawGreeting();
    }

    @Override
    public void onError(Optional<ChatError> error) {
      hasError = error.isPresent();
      boolean wasRolledBack = rollingBack;
      rollingBack = false;
      if (error.isEmpty()) {
        errors.clear();
      } else if (isMissing(error.get())) {
        showMissing();
      } else if (error.get().code().equals("answer_running") && !rolledBack.isEmpty()) {
        // Another window was first: this message has its turn after that answer.
        String text = rolledBack;
        Timers.after(0, () -> queueRefused(text));
      } else {
        if (wasRolledBack) {
          queue.sendFailed();
        }
        ChatError shown = error.get();
        errors.show(
            context.replies().sentence(shown),
            shown.canRetry() ? ChatPage.this::retry : null,
            ChatPage.this::dismissError);
      }
      drawGreeting();
      flow.follow();
    }

    @Override
    public void onRolledBack(String text) {
      rolledBack = text;
      rollingBack = true;
      putBack(text);
    }

    @Override
    public void onEditRolledBack(ChatMessage edited, String text) {
      rollingBack = true;
      unsent.rolledBack(route, edited, text);
      if (!flow.edit(edited, text)) {
        flow.show(edited.id());
      }
    }
  }

  private void putBack(String text) {
    if (composer.text().strip().isEmpty()) {
      composer.text(text);
      context.drafts().put(route, text);
    }
  }

  /** Messages have gone: what was being made of them is written behind what is written. */
  private void settleUnsent() {
    ChatSession open = session;
    if (closed || open == null) {
      return;
    }
    for (String text : unsent.settle(route, open.messages(), open.state().asking())) {
      String written = composer.text();
      String all = written.strip().isEmpty() ? text : written + "\n\n" + text;
      composer.text(all);
      context.drafts().put(route, all);
    }
  }

  private void queueRefused(String text) {
    if (closed || session == null) {
      return;
    }
    session.dismissError();
    if (composer.text().equals(text)) {
      composer.text("");
      context.drafts().put(route, "");
    }
    queue.add(text, model);
  }

  private boolean isMissing(ChatError error) {
    return error.code().equals("chat_not_found");
  }

  private void announceStart() {
    if (state.streaming()) {
      context.announcer().say(messages.get(Text.TYPING));
    }
  }

  /** Once the rest of the text is drawn, it is read out as a whole. */
  private void announceEnd(MessageBox box) {
    Timers.after(
        READ_OUT_MILLIS,
        () -> {
          if (!closed) {
            context.announcer().say(messages.get(Text.ANSWERED, box.shownText()));
          }
        });
  }

  private void retry() {
    if (session != null) {
      errors.clear();
      if (composer.text().equals(rolledBack)) {
        composer.text("");
        context.drafts().put(route, "");
      }
      unsent.retried(route);
      session.retry();
    }
  }

  private void dismissError() {
    if (session != null) {
      session.dismissError();
    }
  }
}
