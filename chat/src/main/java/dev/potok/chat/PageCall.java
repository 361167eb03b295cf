package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A call for messages of a history that is under way, or the wait for the next attempt at one: at
 * most one of them. Who asked hears nothing of a call that was given up, or that another has
 * replaced.
 */
final class PageCall implements Cancellable {
  private final ChatLink link;
  private final Backoff backoff;
  private @Nullable Listening current;
  private @Nullable Cancellable again;

  PageCall(ChatLink link) {
    this.link = link;
    this.backoff = link.backoff();
  }

  /** Whether it is under way, or to be made again. */
  boolean isUnderWay() {
    return current != null || again != null;
  }

  /** Asks for the messages before the given one, or the newest ones. */
  void ask(OptionalLong before, int limit, ChatTransport.Reply<List<MessageRead>> reply) {
    Listening next = new Listening(reply);
    current = next;
    next.call = link.load(before, limit, next);
  }

  /** All is read that was wanted: the next attempt is a first one again. */
  void done() {
    backoff.reset();
  }

  /** Waits for the next attempt, each time longer, and at least as long as the server wants. */
  void repeatAfter(OptionalLong leastSeconds, Runnable attempt) {
    again =
        link.scheduler()
            .schedule(
                Math.max(leastSeconds.orElse(0) * 1000, backoff.nextMillis()),
                () -> {
                  again = null;
                  attempt.run();
                });
  }

  @Override
  public void cancel() {
    Cancellable waiting = again;
    if (waiting != null) {
      again = null;
      waiting.cancel();
    }
    Listening asked = current;
    if (asked != null) {
      current = null;
      if (asked.call != null) {
        asked.call.cancel();
      }
    }
  }

  /** Deaf as soon as it is not the current one. */
  private final class Listening implements ChatTransport.Reply<List<MessageRead>> {
    private final ChatTransport.Reply<List<MessageRead>> reply;
    private @Nullable Cancellable call;

    Listening(ChatTransport.Reply<List<MessageRead>> reply) {
      this.reply = reply;
    }

    /** Whether it is; it has its answer then, and is so no more. */
    private boolean ends() {
      if (current != this) {
        return false;
      }
      current = null;
      return true;
    }

    @Override
    public void succeeded(List<MessageRead> page) {
      if (ends()) {
        reply.succeeded(page);
      }
    }

    @Override
    public void refused(Problem problem) {
      if (ends()) {
        reply.refused(problem);
      }
    }

    @Override
    public void networkFailed(String reason) {
      if (ends()) {
        reply.networkFailed(reason);
      }
    }
  }
}
