package dev.potok.web.pages;

import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.Problem;
import dev.potok.web.components.Composer;
import java.util.function.BiConsumer;

/** Makes a chat for its first message, which stays among the drafts until the chat is there. */
final class FirstMessage {
  private final PageContext context;
  private final ChatHead head;
  private final Composer composer;
  private final ChatFailures failures;
  private final SentTexts sent;
  private final BiConsumer<ChatRead, String> onMade;

  /** The message that a chat is being made for; empty if none is. */
  private String text = "";

  private boolean closed;

  /**
   * What begins a chat.
   *
   * @param onMade is told the chat that was made, and the message for it
   */
  FirstMessage(
      PageContext context,
      ChatHead head,
      Composer composer,
      ChatFailures failures,
      SentTexts sent,
      BiConsumer<ChatRead, String> onMade) {
    this.context = context;
    this.head = head;
    this.composer = composer;
    this.failures = failures;
    this.sent = sent;
    this.onMade = onMade;
  }

  /** Whether a chat is being made. */
  boolean isMaking() {
    return !text.isEmpty();
  }

  /** All that was written here and is not sent: the message, and what was written after it. */
  String unsent(String written) {
    boolean isAll = text.isEmpty() || written.strip().isEmpty();
    return isAll ? text + written : text + "\n\n" + written;
  }

  /** The page is left. */
  void close() {
    closed = true;
  }

  /**
   * Makes a chat for a message, unless one is being made.
   *
   * @return whether the message was taken
   */
  boolean begin(String message) {
    if (isMaking()) {
      return false;
    }
    text = message;
    failures.sending();
    composer.streaming(true, true);
    context
        .resources()
        .createChat(
            head.projectId(),
            head.model(),
            head.tools().options(),
            new Reply<>() {
              @Override
              public void succeeded(ChatRead made) {
                if (closed) {
                  // Its message is among the drafts.
                  context.resources().deleteChat(made.id(), context.replies().done(() -> {}));
                  return;
                }
                over();
                onMade.accept(made, message);
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
    return true;
  }

  private void notMade(String sentence) {
    if (closed) {
      return;
    }
    String message = text;
    over();
    sent.putBack(message);
    failures.say(sentence, () -> retry(message));
  }

  /** What was written meanwhile is not sent with it. */
  private void retry(String message) {
    if (composer.text().startsWith(message + "\n\n") && !isMaking()) {
      sent.takeOut(message);
      begin(message);
      context.drafts().put(head.route(), unsent(composer.text()));
    } else {
      composer.send();
    }
  }

  private void over() {
    text = "";
    composer.streaming(false, false);
  }
}
