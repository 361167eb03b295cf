package dev.potok.web.pages;

import dev.potok.chat.ChatError;
import dev.potok.chat.ChatListener;
import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.chat.ChatState;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.ModelRead;
import dev.potok.web.components.Command;
import dev.potok.web.components.Composer;
import dev.potok.web.components.ConnectionNotice;
import dev.potok.web.components.MessageBox;
import dev.potok.web.components.MessageFlow;
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
  private final ChatHead head;
  private final MessageFlow flow;
  private final ChatStage stage;
  private final ConnectionNotice notice;
  private final ChatFailures failures;
  private final FirstMessage firstMessage;
  private final Composer composer;
  private final ChatQueue queue;
  private final QuoteButton quote;
  private final UnsentEdits unsent;
  private final SentTexts sent;
  private final Runnable unsubscribe;

  private @Nullable ChatSession session;

  /** The models whose names the messages show. */
  private List<ModelRead> namedModels = List.of();

  /** Where the reader was when the chat was shown last, until it is shown again. */
  private @Nullable Place returning;

  private ChatState state = ChatState.IDLE;
  private boolean closed;

  /** A page for a route, which is a chat, a project or a new chat. */
  public ChatPage(PageContext context, Route route) {
    this.context = context;
    this.messages = context.messages();
    this.directory = context.directory();
    flow =
        new MessageFlow(
            messages,
            context.markdown(),
            context.settings().get().drawing(),
            new MessageActions(context, () -> session, this::edit, this::quote),
            this::wantEarlier);
    notice = new ConnectionNotice(messages);
    composer = new Composer(messages, context.sendKeys(), new ComposerActions());
    head = new ChatHead(context, route, () -> session, composer, this::showMissing);
    quote = new QuoteButton(messages, flow.element(), this::quote);
    unsent = new UnsentEdits(context.drafts());
    composer.text(context.drafts().get(route));
    sent = new SentTexts(context, () -> session, head, composer, flow);
    queue = new ChatQueue(context, head::chatId);
    failures = new ChatFailures(context, () -> session, head, flow, queue, unsent, sent);
    firstMessage = new FirstMessage(context, head, composer, failures, sent, this::made);
    stage = new ChatStage(context, flow.element(), this::suggest);
    root =
        El.of("main")
            .attr("data-page", "chat")
            .add(head.element())
            .add(stage.element())
            .add(
                El.of("div", "dock")
                    .add(El.of("div", "dock-float").add(notice.element()).add(flow.downButton()))
                    .add(queue.element())
                    .add(failures.element())
                    .add(composer.element())
                    .add(composer.hint()))
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
    return firstMessage.unsent(composer.text());
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
    sent.leave();
    if (returning == null) {
      head.chatId().ifPresent(id -> context.places().put(id, flow.place()));
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
    if (change instanceof LiveEvent.ChatChanged changed) {
      head.changed(changed.chat());
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
    if (isConnected && session != null && failures.isShown()) {
      // A load that failed succeeds now.
      session.refreshMessages();
    }
  }

  @Override
  public void close() {
    leave();
    closed = true;
    unsubscribe.run();
    head.close();
    failures.close();
    firstMessage.close();
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
    opened.loadMessages();
    returning = context.places().get(id).orElse(null);
    if (returning != null) {
      opened.seekMessage(returning.messageId(), false);
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

  private void directoryChanged() {
    if (closed) {
      return;
    }
    if (!directory.models().equals(namedModels)) {
      namedModels = directory.models();
      flow.namesChanged();
    }
    head.directoryChanged();
    drawGreeting();
  }

  private void drawGreeting() {
    boolean unread = state.loading() || (failures.isShown() && head.chatId().isPresent());
    boolean isEmpty = flow.isEmpty() && !head.isMissing() && !firstMessage.isMaking() && !unread;
    stage.greet(isEmpty, head.greeting());
  }

  private void keepDraft(String text) {
    context.drafts().put(head.route(), firstMessage.unsent(text));
  }

  private void suggest(String text) {
    composer.text(text);
    keepDraft(text);
    composer.focus();
  }

  private boolean send(String text) {
    ChatSession open = session;
    if (open != null) {
      return sendIn(open, text);
    }
    return firstMessage.begin(text);
  }

  private boolean sendIn(ChatSession open, String text) {
    if (open.isStreaming() || queue.isMoving()) {
      queue.add(text, head.model());
      flow.follow();
      return true;
    }
    failures.sending();
    boolean sent = open.sendMessage(text, head.model());
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
    failures.sending();
    boolean sent = open.editMessage(message.id(), text, head.model());
    if (sent) {
      unsent.sent(head.route(), message);
      flow.toBottom();
    }
    return sent;
  }

  /** The chat is there, and its first message can be sent. */
  private void made(ChatRead made, String text) {
    directory.know(made);
    keepDraft("");
    head.made(made);
    Browser.pushPath(head.route().path());
    context.sidebar().current(head.route());
    ChatSession opened = newSession(made.id());
    session = opened;
    sendIn(opened, text);
    keepDraft(composer.text());
    head.draw();
  }

  private void showMissing() {
    head.missing();
    drawGreeting();
    stage.missing();
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
      keepDraft(text);
    }

    @Override
    public boolean editLast() {
      return flow.editLast();
    }

    @Override
    public void commandBegun() {
      head.tools().refreshPrompts();
    }

    @Override
    public List<Command> commands() {
      return head.tools().commands();
    }

    @Override
    public void refused(String sentence) {
      failures.say(sentence, null);
    }
  }

  private void focusWhereEmpty() {
    if (flow.isEmpty() && Browser.isNothingFocused()) {
      focus();
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
      if (flow.isEmpty()) {
        // Another version may be about to take its place.
        Timers.after(0, ChatPage.this::focusWhereEmpty);
      }
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
        Browser.replacePath(head.route().path());
      }
    }

    @Override
    public void onState(ChatState next) {
      boolean wasStreaming = state.streaming();
      boolean wasAsking = state.asking();
      state = next;
      composer.streaming(state.streaming(), state.stopping());
      flow.busy(state.streaming());
      stage.loading(state.loading());
      notice.reconnecting(state.reconnecting());
      if (wasAsking != state.asking()) {
        queue.asking(state.asking());
      }
      if (!wasStreaming && state.streaming()) {
        context.announcer().say(messages.get(Text.TYPING));
      }
      drawGreeting();
    }

    @Override
    public void onError(Optional<ChatError> error) {
      if (error.isPresent() && error.get().code().equals("chat_not_found")) {
        showMissing();
      } else {
        failures.told(error);
      }
      drawGreeting();
      flow.follow();
    }

    @Override
    public void onSending(SendRequest request, long after) {
      sent.sending(request, after);
    }

    @Override
    public void onAsking() {
      sent.asking();
    }

    @Override
    public void onLoaded(List<MessageRead> newest, boolean isWhole) {
      sent.loaded(newest, isWhole);
    }

    @Override
    public void onRolledBack(String text) {
      failures.rolledBack(text);
    }

    @Override
    public void onArrived(String text) {
      sent.takeOut(text);
    }

    @Override
    public void onEditRolledBack(ChatMessage edited, String text) {
      failures.editRolledBack(edited, text);
    }
  }

  /** Messages have gone: what was being made of them is written behind what is written. */
  private void settleUnsent() {
    ChatSession open = session;
    if (closed || open == null) {
      return;
    }
    for (String text : unsent.settle(head.route(), open.messages(), open.state().asking())) {
      String written = composer.text();
      String all = written.strip().isEmpty() ? text : written + "\n\n" + text;
      composer.text(all);
      keepDraft(all);
    }
  }

  /** Once the rest of the text is drawn, it is read out as a whole. */
  private void announceEnd(MessageBox box) {
    Timers.after(
        READ_OUT_MILLIS,
        () -> {
          if (!closed && box.message().status() != MessageStatus.STREAMING) {
            context.announcer().say(box.ending());
          }
        });
  }
}
