package dev.potok.web.pages;

import dev.potok.chat.ChatTransport.Reply;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.Problem;
import dev.potok.web.components.Composer;
import java.util.function.BiConsumer;

/** Makes a chat for its first message, which stays in the composer until the chat is there. */
final class FirstMessage {
  private final PageContext context;
  private final ChatHead head;
  private final Composer composer;
  private final ChatFailures failures;
  private final BiConsumer<ChatRead, String> onMade;
  private boolean making;

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
      BiConsumer<ChatRead, String> onMade) {
    this.context = context;
    this.head = head;
    this.composer = composer;
    this.failures = failures;
    this.onMade = onMade;
  }

  /** Whether a chat is being made. */
  boolean isMaking() {
    return making;
  }

  /** Makes a chat for a message, unless one is being made. */
  void begin(String text) {
    if (making) {
      return;
    }
    making = true;
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
                over();
                onMade.accept(made, text);
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

  private void notMade(String sentence) {
    over();
    failures.say(sentence, composer::send);
  }

  private void over() {
    making = false;
    composer.streaming(false, false);
  }
}
