package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Loads what is shown of the history as soon as it can be understood, from the newest message back:
 * all that is shown, or the newest page of it. Of several loads only the last counts. One that
 * fails while the reader waits is told; any other is made again until it succeeds.
 */
final class HistoryLoad implements Cancellable {

  /** Is told how the load goes. */
  interface Watcher {

    /** Whether a history that is read now can be told from what is shown. */
    boolean canBegin();

    /** The history is asked for. */
    void begins();

    /** Whether what was read so far joins what is shown and not read again. */
    boolean joins(List<MessageRead> newest);

    /** Whether what was read so far reaches back to the first that is shown. */
    boolean covers(List<MessageRead> newest);

    /** How many messages are shown. */
    int shown();

    /**
     * The newest messages.
     *
     * @param isWhole whether they are the whole history
     * @param isJoined whether what is shown before them stays as it is
     */
    void loaded(List<MessageRead> newest, boolean isWhole, boolean isJoined);

    /**
     * The history could not be loaded.
     *
     * @param wasVisible whether the reader was waiting for it
     */
    void failed(ChatError error, boolean wasVisible);
  }

  private final PageCall call;
  private final Paging paging;
  private final Watcher watcher;
  private boolean due;
  private boolean visible;

  /** Whether all that is shown is to be read, not just the newest page. */
  private boolean all;

  HistoryLoad(ChatLink link, Paging paging, Watcher watcher) {
    this.call = new PageCall(link);
    this.paging = paging;
    this.watcher = watcher;
  }

  /** Whether the reader is waiting for the history. */
  boolean isVisible() {
    return visible;
  }

  /** Whether a load is under way, or is to come. */
  boolean isBusy() {
    return due || call.isUnderWay();
  }

  /**
   * Loads, now or when it can begin; a load under way is begun again.
   *
   * @param isAll whether all that is shown may have changed, not just the newest page
   */
  void request(boolean isVisible, boolean isAll) {
    visible |= isVisible;
    all |= isAll;
    due = true;
    call.cancel();
    beginIfDue();
  }

  /** Gives up the load that is under way until {@link #beginIfDue} begins it again. */
  void hold() {
    due |= call.isUnderWay();
    call.cancel();
  }

  void beginIfDue() {
    if (due && watcher.canBegin()) {
      due = false;
      watcher.begins();
      new LoadReply().ask(OptionalLong.empty(), all ? watcher.shown() : 0);
    }
  }

  private boolean isEnough(List<MessageRead> read) {
    return (all ? watcher.covers(read) : watcher.joins(read))
        || read.size() >= watcher.shown() + paging.page();
  }

  @Override
  public void cancel() {
    due = false;
    visible = false;
    call.cancel();
  }

  private final class LoadReply implements ChatTransport.Reply<List<MessageRead>> {
    private final List<MessageRead> read = new ArrayList<>();
    private int limit;

    private void ask(OptionalLong before, int wanted) {
      limit = paging.limit(wanted);
      call.ask(before, limit, this);
    }

    @Override
    public void succeeded(List<MessageRead> page) {
      read.addAll(0, page);
      boolean isWhole = page.size() < limit;
      if (!isWhole && !isEnough(read)) {
        ask(OptionalLong.of(read.getFirst().id()), watcher.shown() - read.size());
        return;
      }
      boolean isJoined = !isWhole && !all && watcher.joins(read);
      visible = false;
      all = false;
      call.done();
      watcher.loaded(read, isWhole, isJoined);
    }

    @Override
    public void refused(Problem problem) {
      fail(
          ChatError.of(problem, true),
          // What the next page was to end before may just have gone.
          AnswerStream.mayPass(problem.status()) || !read.isEmpty(),
          problem.retryAfterSeconds());
    }

    @Override
    public void networkFailed(String reason) {
      fail(ChatError.of(ChatError.NETWORK, reason, true), true, OptionalLong.empty());
    }

    private void fail(ChatError error, boolean mayPass, OptionalLong leastSeconds) {
      boolean wasVisible = visible;
      visible = false;
      if (!wasVisible && mayPass) {
        call.repeatAfter(leastSeconds, () -> request(false, false));
      }
      watcher.failed(error, wasVisible);
    }
  }
}
