package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the user has deleted: out of the list at once, at the server as soon as it can
 * be asked, and back in their place if it refuses.
 */
final class Deletions implements Cancellable {
  private final ChatLink link;
  private final Transcript transcript;
  private final Consumer<ChatMessage> onDone;
  private final Consumer<ChatError> onRefused;
  private final List<Deletion> pending = new ArrayList<>();

  /** What is deleted, and may still stand in a history that was read before. */
  private final Set<Long> done = new HashSet<>();

  Deletions(
      ChatLink link,
      Transcript transcript,
      Consumer<ChatMessage> onDone,
      Consumer<ChatError> onRefused) {
    this.link = link;
    this.transcript = transcript;
    this.onDone = onDone;
    this.onRefused = onRefused;
  }

  /** Takes a message out of the list; {@link #proceed} then deletes it. */
  void hide(ChatMessage message) {
    pending.add(new Deletion(message));
    transcript.remove(message);
  }

  /** Whether a stored message is deleted, or is about to be. */
  boolean hides(MessageRead stored) {
    if (done.contains(stored.id())) {
      return true;
    }
    for (Deletion deletion : pending) {
      if (deletion.message.id() == stored.id()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks the server for every deletion that it can be asked for.
   *
   * @param running the answer that has to end first
   */
  void proceed(@Nullable ChatMessage running) {
    for (Deletion deletion : List.copyOf(pending)) {
      if (deletion.call == null && deletion.message != running && !deletion.message.isLocal()) {
        deletion.begin();
      }
    }
  }

  /** A message is not stored any more, or never was: there is nothing to delete. */
  void forget(ChatMessage message) {
    Deletion deletion = pendingOf(message);
    if (deletion != null) {
      pending.remove(deletion);
      done.add(message.id());
    }
  }

  /** The server has taken a deletion back: the message is like any other again. */
  void takeBack(long messageId) {
    done.remove(messageId);
  }

  /** Puts a message back into the list, if it was taken out of it. */
  void giveUp(ChatMessage message) {
    Deletion deletion = pendingOf(message);
    if (deletion != null) {
      pending.remove(deletion);
      if (!message.isEmptyRest()) {
        transcript.insert(transcript.placeOf(message.id()), List.of(message));
      }
    }
  }

  @Override
  public void cancel() {
    for (Deletion deletion : pending) {
      if (deletion.call != null) {
        deletion.call.cancel();
      }
    }
    pending.clear();
  }

  private @Nullable Deletion pendingOf(ChatMessage message) {
    for (Deletion deletion : pending) {
      if (deletion.message == message) {
        return deletion;
      }
    }
    return null;
  }

  private final class Deletion implements ChatTransport.DoneReply {
    private final ChatMessage message;
    private @Nullable Cancellable call;

    Deletion(ChatMessage message) {
      this.message = message;
    }

    void begin() {
      call = link.delete(message.id(), this);
    }

    @Override
    public void done() {
      if (pending.remove(this)) {
        done.add(message.id());
        onDone.accept(message);
      }
    }

    @Override
    public void refused(Problem problem) {
      if (problem.status() == 404 || problem.status() == 410) {
        done();
      } else {
        fail(ChatError.of(problem, false));
      }
    }

    @Override
    public void networkFailed(String reason) {
      fail(ChatError.of(ChatError.NETWORK, reason, false));
    }

    private void fail(ChatError error) {
      if (pending.contains(this)) {
        giveUp(message);
        onRefused.accept(error);
      }
    }
  }
}
