package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.List;
import java.util.OptionalLong;

/**
 * What of the history comes before the part that is shown: where that begins, and the page before
 * it when it is asked for. A page that could not be read is asked for again until it comes.
 *
 * <p>While a load of the shown part is under way no page is read: that load may find another
 * beginning, and would not hold what has changed in a page read before it.
 */
final class EarlierMessages implements Cancellable {

  /** Is told how it goes. */
  interface Watcher {

    /** Whether no load of the shown part is under way or due. */
    boolean canBegin();

    /** The page before what is shown; {@link #exist} says whether there is more. */
    void loaded(List<MessageRead> page);

    /** The message that the part begins with is not stored any more, so it has to be read again. */
    void lostPlace();
  }

  private final PageCall call;
  private final Paging paging;
  private final Watcher watcher;

  /** The first message of what was read, shown or not; empty if nothing was. */
  private OptionalLong first = OptionalLong.empty();

  private boolean exist;
  private boolean due;

  /** How much is asked for at least. */
  private int wanted;

  EarlierMessages(ChatLink link, Paging paging, Watcher watcher) {
    this.call = new PageCall(link);
    this.paging = paging;
    this.watcher = watcher;
  }

  /** Whether there is anything before the part that is shown. */
  boolean exist() {
    return exist;
  }

  /** Whether a message may be among them: ids grow along a path. */
  boolean mayHold(long messageId) {
    return exist && first.isPresent() && messageId < first.getAsLong();
  }

  /** Whether a message is, or comes before, the first of what was read. */
  boolean isAsFarBack(long messageId) {
    return first.isEmpty() || messageId <= first.getAsLong();
  }

  /** The shown part begins with this. */
  void endBefore(List<MessageRead> shown, boolean isBeginning) {
    first = shown.isEmpty() ? OptionalLong.empty() : OptionalLong.of(shown.getFirst().id());
    exist = !isBeginning && !shown.isEmpty();
    due &= exist;
  }

  /** Reads the page before, now or when it can be; nothing if one is under way. */
  void request(boolean isMuch) {
    if (exist && !call.isUnderWay()) {
      wanted = isMuch ? paging.most() : paging.page();
      due = true;
      beginIfDue();
    }
  }

  /** Gives up the page that is under way until {@link #beginIfDue} begins it again. */
  void hold() {
    due |= call.isUnderWay();
    call.cancel();
  }

  void beginIfDue() {
    if (due && first.isPresent() && watcher.canBegin()) {
      due = false;
      int limit = paging.limit(wanted);
      call.ask(first, limit, new PageReply(limit));
    }
  }

  @Override
  public void cancel() {
    due = false;
    call.cancel();
  }

  private final class PageReply implements ChatTransport.Reply<List<MessageRead>> {
    private final int limit;

    PageReply(int limit) {
      this.limit = limit;
    }

    @Override
    public void succeeded(List<MessageRead> page) {
      call.done();
      exist = page.size() == limit;
      if (!page.isEmpty()) {
        first = OptionalLong.of(page.getFirst().id());
      }
      watcher.loaded(page);
    }

    @Override
    public void refused(Problem problem) {
      if (AnswerStream.mayPass(problem.status())) {
        repeatAfter(problem.retryAfterSeconds());
      } else if (problem.code().equals("message_not_found")) {
        due = true;
        watcher.lostPlace();
      }
    }

    @Override
    public void networkFailed(String reason) {
      repeatAfter(OptionalLong.empty());
    }

    private void repeatAfter(OptionalLong leastSeconds) {
      call.repeatAfter(
          leastSeconds,
          () -> {
            due = true;
            beginIfDue();
          });
    }
  }
}
