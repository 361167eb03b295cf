package dev.potok.web.pages;

import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.protocol.MessageStatus;
import dev.potok.web.components.MessageBox;
import dev.potok.web.components.SendKeys;
import dev.potok.web.state.Route;
import dev.potok.web.text.Text;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a reader does with a message of the open chat. */
final class MessageActions implements MessageBox.Owner {

  /** Under which key it is kept that the reader left a thinking open. */
  private static final String THINKING = "potok.thinking";

  private final PageContext context;
  private final Supplier<@Nullable ChatSession> session;
  private final BiPredicate<ChatMessage, String> editing;
  private final Consumer<String> quoting;

  /**
   * What can be done in a chat.
   *
   * @param session the open chat, if there is one yet
   * @param editing sends a message of the user anew with another text, if it can
   * @param quoting takes a text to be quoted in the next message
   */
  MessageActions(
      PageContext context,
      Supplier<@Nullable ChatSession> session,
      BiPredicate<ChatMessage, String> editing,
      Consumer<String> quoting) {
    this.context = context;
    this.session = session;
    this.editing = editing;
    this.quoting = quoting;
  }

  @Override
  public void retry(ChatMessage message) {
    ChatSession open = session.get();
    if (open != null) {
      open.regenerate(message.id());
    }
  }

  @Override
  public void continueAnswer(ChatMessage message) {
    ChatSession open = session.get();
    if (open != null) {
      open.continueAnswer(message.id());
    }
  }

  @Override
  public boolean edit(ChatMessage message, String text) {
    return editing.test(message, text);
  }

  @Override
  public void showVersion(long messageId) {
    ChatSession open = session.get();
    if (open != null) {
      open.showVersion(messageId);
    }
  }

  @Override
  public void delete(ChatMessage message) {
    ChatSession open = session.get();
    if (open == null) {
      return;
    }
    long id = message.id();
    boolean stored = !message.isLocal();
    open.deleteMessage(id);
    if (stored) {
      context
          .toasts()
          .deleted(context.messages().get(Text.MESSAGE_DELETED), () -> restore(open, id));
    }
  }

  private void restore(ChatSession open, long messageId) {
    context
        .resources()
        .restoreMessage(
            open.chatId(),
            messageId,
            context.replies().done(() -> open.messageRestored(messageId)));
  }

  @Override
  public boolean thinkingLeftOpen() {
    return context.store().get(THINKING).isPresent();
  }

  @Override
  public void leaveThinking(ChatMessage message, boolean open) {
    if (open) {
      context.store().put(THINKING, "open");
    } else {
      context.store().remove(THINKING);
    }
    ChatSession chat = session.get();
    if (chat != null
        && message.status() != MessageStatus.STREAMING
        && !message.isEmptyRest()
        && !message.isLocal()) {
      context
          .resources()
          .leaveThinking(chat.chatId(), message.id(), open, context.replies().done(() -> {}));
    }
  }

  @Override
  public SendKeys sendKeys() {
    return context.sendKeys();
  }

  @Override
  public String editDraft(ChatMessage message) {
    ChatSession open = session.get();
    return open == null ? "" : context.drafts().edit(new Route.Chat(open.chatId()), message.id());
  }

  @Override
  public void keepEditDraft(ChatMessage message, String text) {
    ChatSession open = session.get();
    if (open != null) {
      context.drafts().putEdit(new Route.Chat(open.chatId()), message.id(), text);
    }
  }

  @Override
  public void quote(String text) {
    quoting.accept(text);
  }

  @Override
  public void announce(String sentence) {
    context.announcer().say(sentence);
  }

  @Override
  public String modelName(String id) {
    return context.directory().modelName(id);
  }
}
