package dev.potok.web.pages;

import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.web.components.MessageBox;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a reader does with a message of the open chat. */
final class MessageActions implements MessageBox.Owner {

  /** Under which key it is kept that the reader left a thinking open. */
  private static final String THINKING = "potok.thinking";

  private final PageContext context;
  private final Supplier<@Nullable ChatSession> session;
  private final BiPredicate<ChatMessage, String> editing;

  /**
   * What can be done in a chat.
   *
   * @param session the open chat, if there is one yet
   * @param editing sends a message of the user anew with another text, if it can
   */
  MessageActions(
      PageContext context,
      Supplier<@Nullable ChatSession> session,
      BiPredicate<ChatMessage, String> editing) {
    this.context = context;
    this.session = session;
    this.editing = editing;
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
      Messages messages = context.messages();
      context
          .toasts()
          .offer(
              messages.get(Text.MESSAGE_DELETED), messages.get(Text.UNDO), () -> restore(open, id));
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
  public void leaveThinking(boolean open) {
    if (open) {
      context.store().put(THINKING, "open");
    } else {
      context.store().remove(THINKING);
    }
  }

  @Override
  public String modelName(String id) {
    return context.directory().modelName(id);
  }
}
