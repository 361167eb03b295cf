package dev.potok.web.pages;

import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.web.components.MessageBox;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a reader does with a message of the open chat. */
final class MessageActions implements MessageBox.Owner {

  /** Under which key it is kept that the reader left a thinking open. */
  private static final String THINKING = "potok.thinking";

  private final PageContext context;
  private final Supplier<@Nullable ChatSession> session;

  MessageActions(PageContext context, Supplier<@Nullable ChatSession> session) {
    this.context = context;
    this.session = session;
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
