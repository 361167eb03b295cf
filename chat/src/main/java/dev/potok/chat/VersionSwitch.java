package dev.potok.chat;

import dev.potok.protocol.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server to show another version of a message, one at a time. Cancelled, it may have been
 * done or not.
 */
final class VersionSwitch implements Cancellable {

  /** Is told how it goes. */
  interface Watcher {

    /** The history leads through the version now. */
    void shown(long messageId);

    /** It could not be shown. */
    void failed(ChatError error, long messageId);
  }

  private final ChatLink link;
  private final Watcher watcher;
  private @Nullable ShowReply current;

  VersionSwitch(ChatLink link, Watcher watcher) {
    this.link = link;
    this.watcher = watcher;
  }

  boolean isUnderWay() {
    return current != null;
  }

  /** Does nothing while another one is under way. */
  void begin(long messageId) {
    if (current == null) {
      ShowReply reply = new ShowReply(messageId);
      current = reply;
      reply.call = link.showVersion(messageId, reply);
    }
  }

  @Override
  public void cancel() {
    ShowReply reply = current;
    current = null;
    if (reply != null && reply.call != null) {
      reply.call.cancel();
    }
  }

  /** Deaf as soon as it is not the current one. */
  private final class ShowReply implements ChatTransport.DoneReply {
    private final long messageId;
    private @Nullable Cancellable call;

    ShowReply(long messageId) {
      this.messageId = messageId;
    }

    @Override
    public void done() {
      if (current == this) {
        current = null;
        watcher.shown(messageId);
      }
    }

    @Override
    public void refused(Problem problem) {
      fail(ChatError.of(problem, AnswerStream.mayPass(problem.status())));
    }

    @Override
    public void networkFailed(String reason) {
      fail(ChatError.of(ChatError.NETWORK, reason, true));
    }

    private void fail(ChatError error) {
      if (current == this) {
        current = null;
        watcher.failed(error, messageId);
      }
    }
  }
}
