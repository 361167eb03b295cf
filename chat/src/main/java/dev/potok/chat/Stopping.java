package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the server to stop one answer, again and again until it has an opinion. */
final class Stopping implements Cancellable {
  private final ChatLink link;
  private final long messageId;
  private final Consumer<MessageRead> onStopped;
  private final Consumer<Problem> onRefused;
  private final Backoff backoff;
  private @Nullable Cancellable current;
  private boolean over;

  Stopping(
      ChatLink link, long messageId, Consumer<MessageRead> onStopped, Consumer<Problem> onRefused) {
    this.link = link;
    this.messageId = messageId;
    this.onStopped = onStopped;
    this.onRefused = onRefused;
    this.backoff = link.backoff();
  }

  void begin() {
    current = link.stop(messageId, new StopReply());
  }

  @Override
  public void cancel() {
    over = true;
    if (current != null) {
      current.cancel();
    }
  }

  private void again(long leastMillis) {
    current =
        link.scheduler()
            .schedule(
                Math.max(leastMillis, backoff.nextMillis()),
                () -> {
                  if (!over) {
                    begin();
                  }
                });
  }

  private final class StopReply implements ChatTransport.Reply<MessageRead> {

    @Override
    public void succeeded(MessageRead stored) {
      if (!over) {
        onStopped.accept(stored);
      }
    }

    @Override
    public void refused(Problem problem) {
      if (over) {
        return;
      }
      if (AnswerStream.mayPass(problem.status())) {
        again(problem.retryAfterSeconds().orElse(0) * 1000);
      } else {
        onRefused.accept(problem);
      }
    }

    @Override
    public void networkFailed(String reason) {
      if (!over) {
        again(0);
      }
    }
  }
}
