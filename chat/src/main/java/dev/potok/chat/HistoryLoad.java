package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads the history as soon as it can be understood. Of several loads only the last counts. */
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
  private @Nullable LoadReply current;
  private boolean due;
  private boolean visible;

  HistoryLoad(ChatLink link, Watcher watcher) {
    this.link = link;
    this.watcher = watcher;
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
    due |= current != null;
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
        watcher.loaded(history);
      }
    }

    @Override
    public void refused(Problem problem) {
      fail(ChatError.of(problem, true));
    }

    @Override
    public void networkFailed(String reason) {
      fail(ChatError.of(ChatError.NETWORK, reason, true));
    }

    private void fail(ChatError error) {
      if (current == this) {
        current = null;
        boolean wasVisible = visible;
        visible = false;
        watcher.failed(error, wasVisible);
      }
    }
  }
}
