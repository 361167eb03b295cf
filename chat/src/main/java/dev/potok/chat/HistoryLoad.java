package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the history as soon as it can be understood. Of several loads only the last counts. One
 * that fails while the reader waits is told; any other is made again until it succeeds.
 */
final class HistoryLoad implements Cancellable {

  /** Is told how the load goes. */
  interface Watcher {

    /** Whether a history that is read now can be told from what is shown. */
    boolean canBegin();

    void loaded(List<MessageRead> history);

    /**
     * The history could not be loaded.
     *
     * @param wasVisible whether the reader was waiting for it
     */
    void failed(ChatError error, boolean wasVisible);
  }

  private final ChatLink link;
  private final Watcher watcher;
  private final Backoff backoff;
  private @Nullable LoadReply current;
  private @Nullable Cancellable again;
  private boolean due;
  private boolean visible;

  HistoryLoad(ChatLink link, Watcher watcher) {
    this.link = link;
    this.watcher = watcher;
    this.backoff = link.backoff();
  }

  /** Whether the reader is waiting for the history. */
  boolean isVisible() {
    return visible;
  }

  /** Loads, now or when it can begin; a load under way is begun again. */
  void request(boolean isVisible) {
    visible |= isVisible;
    due = true;
    giveUpCurrent();
    beginIfDue();
  }

  /** Gives up the load that is under way until {@link #beginIfDue} begins it again. */
  void hold() {
    due |= current != null || again != null;
    giveUpCurrent();
  }

  void beginIfDue() {
    if (due && watcher.canBegin()) {
      due = false;
      LoadReply next = new LoadReply();
      current = next;
      next.call = link.load(next);
    }
  }

  @Override
  public void cancel() {
    due = false;
    visible = false;
    giveUpCurrent();
  }

  private void giveUpCurrent() {
    Cancellable pending = again;
    if (pending != null) {
      again = null;
      pending.cancel();
    }
    LoadReply reply = current;
    if (reply != null) {
      current = null;
      if (reply.call != null) {
        reply.call.cancel();
      }
    }
  }

  /** Deaf as soon as it is not the current one. */
  private final class LoadReply implements ChatTransport.Reply<List<MessageRead>> {
    private @Nullable Cancellable call;

    @Override
    public void succeeded(List<MessageRead> history) {
      if (current == this) {
        current = null;
        visible = false;
        backoff.reset();
        watcher.loaded(history);
      }
    }

    @Override
    public void refused(Problem problem) {
      fail(
          ChatError.of(problem, true),
          AnswerStream.mayPass(problem.status()),
          problem.retryAfterSeconds().orElse(0) * 1000);
    }

    @Override
    public void networkFailed(String reason) {
      fail(ChatError.of(ChatError.NETWORK, reason, true), true, 0);
    }

    private void fail(ChatError error, boolean mayPass, long leastMillis) {
      if (current == this) {
        current = null;
        boolean wasVisible = visible;
        visible = false;
        if (!wasVisible && mayPass) {
          again =
              link.scheduler()
                  .schedule(
                      Math.max(leastMillis, backoff.nextMillis()),
                      () -> {
                        again = null;
                        request(false);
                      });
        }
        watcher.failed(error, wasVisible);
      }
    }
  }
}
