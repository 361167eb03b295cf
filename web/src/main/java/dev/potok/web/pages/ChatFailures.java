package dev.potok.web.pages;

import dev.potok.chat.ChatError;
import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.web.components.ErrorBar;
import dev.potok.web.components.MessageFlow;
import dev.potok.web.dom.Timers;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * What fails in a chat: why is shown, what was not sent is where it was written, and is tried again
 * when the reader wants that.
 */
final class ChatFailures {
  private final PageContext context;
  private final Supplier<@Nullable ChatSession> session;
  private final ChatHead head;
  private final MessageFlow flow;
  private final ChatQueue queue;
  private final UnsentEdits unsent;
  private final SentTexts sent;
  private final ErrorBar errors;
  private boolean isShown;
  private boolean closed;

  /** A send that failed and whose text is in the composer again; empty if there is none. */
  private String rolledBack = "";

  /** A send was taken back, and why is told next. */
  private boolean rollingBack;

  /**
   * Failures of a chat.
   *
   * @param session the open chat, if there is one yet
   */
  ChatFailures(
      PageContext context,
      Supplier<@Nullable ChatSession> session,
      ChatHead head,
      MessageFlow flow,
      ChatQueue queue,
      UnsentEdits unsent,
      SentTexts sent) {
    this.context = context;
    this.session = session;
    this.head = head;
    this.flow = flow;
    this.queue = queue;
    this.unsent = unsent;
    this.sent = sent;
    errors = new ErrorBar(context.messages());
  }

  HTMLElement element() {
    return errors.element();
  }

  /** Whether the session has an error that was not dealt with. */
  boolean isShown() {
    return isShown;
  }

  /** Something is sent: what failed before is over. */
  void sending() {
    errors.clear();
    rolledBack = "";
  }

  /** Says why something was not done that the session knows nothing of. */
  void say(String sentence, @Nullable Runnable retry) {
    errors.show(sentence, retry, () -> {});
  }

  /** The session has an error, or none any more. */
  void told(Optional<ChatError> error) {
    isShown = error.isPresent();
    boolean wasRolledBack = rollingBack;
    rollingBack = false;
    if (!wasRolledBack) {
      rolledBack = "";
    }
    if (error.isEmpty()) {
      errors.clear();
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
          context.replies().sentence(shown), shown.canRetry() ? this::retry : null, this::dismiss);
    }
  }

  /** A send has come to nothing. */
  void rolledBack(String text) {
    rollingBack = true;
    rolledBack = text;
    if (sent.takeBack(text)) {
      sent.putBack(text);
    }
  }

  /** What was made of a message could not be sent. */
  void editRolledBack(ChatMessage edited, String text) {
    rollingBack = true;
    sent.takeBack(text);
    unsent.rolledBack(head.route(), edited, text);
    if (!flow.edit(edited, text)) {
      flow.show(edited.id());
    }
  }

  /** The page is left. */
  void close() {
    closed = true;
  }

  private void queueRefused(String text) {
    ChatSession open = session.get();
    if (!closed && open != null) {
      open.dismissError();
      sent.takeOut(text);
      queue.add(text, head.model());
    }
  }

  private void retry() {
    ChatSession open = session.get();
    if (open != null) {
      errors.clear();
      sent.takeOut(rolledBack);
      unsent.retried(head.route());
      open.retry();
    }
  }

  private void dismiss() {
    ChatSession open = session.get();
    if (open != null) {
      open.dismissError();
    }
  }
}
