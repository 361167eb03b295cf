package dev.potok.web.state;

import dev.potok.chat.Backoff;
import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.chat.Scheduler;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.MessageStreamHandler;
import dev.potok.protocol.MessageStreamListener;
import dev.potok.protocol.Problem;
import dev.potok.protocol.Role;
import dev.potok.web.state.MessageQueues.Queued;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is queued, one message after the other, each when the answer before it has ended well.
 * After a stop or a failure the queue waits until its reader lets it go on.
 *
 * <p>One tab does this for all chats and all tabs, whether the chat is shown or not: the leader. If
 * two tabs take themselves for it, or one goes in the middle, nothing is sent twice: a message goes
 * under the name that is kept with it, which the server takes once. What the server stores decides
 * whether it is the next one's turn, not what was heard of it.
 */
public final class QueueSender {

  /** The calls that sending takes. */
  public interface Calls {

    /** The last message of a chat; an empty list if it has none. */
    Cancellable lastMessage(long chatId, Reply<List<MessageRead>> reply);

    /** Sends a message. */
    Cancellable send(long chatId, SendRequest request, StreamReply reply);
  }

  /** A message that was sent, whose answer has not ended. */
  private record Sent(String key, long answerId) {}

  private final MessageQueues queues;
  private final UnsettledSends sends;
  private final Calls calls;
  private final Scheduler scheduler;
  private final DoubleSupplier random;
  private final BooleanSupplier isLeading;
  private final BiConsumer<Long, Problem> onRefused;

  /** The chats that a call is under way for. */
  private final Set<Long> busy = new HashSet<>();

  /** The chats that are being looked at, and have to be once more: what is found may be old. */
  private final Set<Long> again = new HashSet<>();

  /** The chats that are looked at again when a window's word holds no more. */
  private final Set<Long> awaited = new HashSet<>();

  private final Map<Long, Sent> sent = new HashMap<>();
  private final Map<Long, Backoff> backoffs = new HashMap<>();

  /**
   * A sender of what is queued.
   *
   * @param sends keeps a message until it is known whether its answer has left anything
   * @param isLeading whether this tab has to send now
   * @param onRefused is told of a chat whose next message the server does not take
   */
  public QueueSender(
      MessageQueues queues,
      UnsettledSends sends,
      Calls calls,
      Scheduler scheduler,
      DoubleSupplier random,
      BooleanSupplier isLeading,
      BiConsumer<Long, Problem> onRefused) {
    this.queues = queues;
    this.sends = sends;
    this.calls = calls;
    this.scheduler = scheduler;
    this.random = random;
    this.isLeading = isLeading;
    this.onRefused = onRefused;
  }

  /** Takes what the server says has changed. */
  public void changed(LiveEvent.Change change) {
    switch (change) {
      case LiveEvent.AnswerEnded ended -> {
        if (isLeading.getAsBoolean()) {
          ended(ended);
        }
      }
      case LiveEvent.ChatDeleted deleted -> queues.clear(deleted.chatId());
      case LiveEvent.AnswerStarted _,
          LiveEvent.ChatChanged _,
          LiveEvent.MessagesChanged _,
          LiveEvent.ProjectChanged _,
          LiveEvent.ProjectDeleted _ -> {}
    }
  }

  private void ended(LiveEvent.AnswerEnded ended) {
    long chatId = ended.chatId();
    Sent answered = sent.get(chatId);
    if (answered != null && answered.answerId() == ended.messageId()) {
      sent.remove(chatId);
      if (ended.status() != MessageStatus.FAILED) {
        sends.remove(answered.key());
      }
    }
    if (ended.status() != MessageStatus.COMPLETE && !queues.of(chatId).isEmpty()) {
      queues.waits(chatId, true);
    }
    check(chatId);
  }

  /** Looks whether it is some message's turn, in every chat. */
  public void checkAll() {
    for (long chatId : queues.chats()) {
      check(chatId);
    }
  }

  /** Looks whether it is the turn of a chat's next message. */
  public void check(long chatId) {
    if (busy.contains(chatId)) {
      again.add(chatId);
      return;
    }
    if (isLeading.getAsBoolean() && next(chatId) != null && !queues.waits(chatId)) {
      if (queues.isAsked(chatId)) {
        awaitAsked(chatId);
        return;
      }
      busy.add(chatId);
      calls.lastMessage(chatId, new LastMessage(chatId));
    }
  }

  /** The window that has asked may have gone, and then its word is never taken back. */
  private void awaitAsked(long chatId) {
    if (awaited.add(chatId)) {
      scheduler.schedule(
          MessageQueues.ASKED_MILLIS,
          () -> {
            awaited.remove(chatId);
            check(chatId);
          });
    }
  }

  /** The reader lets a queue go on that waits: its next message is sent from here. */
  public void goOn(long chatId) {
    for (Queued message : queues.of(chatId)) {
      if (message.held()) {
        queues.edit(message, message.text());
      }
    }
    send(chatId, true);
  }

  /** The message that can be sent, if nothing is in its way here. */
  private @Nullable Queued next(long chatId) {
    List<Queued> queue = queues.of(chatId);
    boolean isFree = !queue.isEmpty() && !queue.getFirst().held() && !busy.contains(chatId);
    return isFree ? queue.getFirst() : null;
  }

  /** Sends the next message; the queue then waits no more if its reader has said so. */
  private void send(long chatId, boolean goesOn) {
    Queued message = next(chatId);
    if (message != null) {
      busy.add(chatId);
      Sending sending = new Sending(chatId, message, goesOn);
      sending.call = calls.send(chatId, sending.request, sending);
    }
  }

  private void later(long chatId, long leastMillis, Runnable task) {
    long wait = backoffs.computeIfAbsent(chatId, _ -> new Backoff(random)).nextMillis();
    scheduler.schedule(Math.max(wait, leastMillis), task);
  }

  /** What the server stores says whether it is the next one's turn. */
  private final class LastMessage implements Reply<List<MessageRead>> {
    private final long chatId;

    LastMessage(long chatId) {
      this.chatId = chatId;
    }

    @Override
    public void succeeded(List<MessageRead> last) {
      busy.remove(chatId);
      if (again.remove(chatId)) {
        check(chatId);
        return;
      }
      if (queues.waits(chatId)) {
        return;
      }
      if (last.isEmpty() || isWhole(last.getFirst())) {
        send(chatId, false);
      } else if (last.getFirst().status() != MessageStatus.STREAMING) {
        queues.waits(chatId, true);
      }
    }

    private static boolean isWhole(MessageRead message) {
      return message.role() == Role.ASSISTANT && message.status() == MessageStatus.COMPLETE;
    }

    @Override
    public void refused(Problem problem) {
      busy.remove(chatId);
      if (problem.status() == 404) {
        queues.clear(chatId);
      } else {
        later(chatId, problem.retryAfterSeconds().orElse(0) * 1000, () -> check(chatId));
      }
    }

    @Override
    public void networkFailed(String reason) {
      busy.remove(chatId);
      later(chatId, 0, () -> check(chatId));
    }
  }

  /** One call that sends; over when the server has taken the message. */
  private final class Sending implements StreamReply, MessageStreamListener {
    private final MessageStreamHandler handler = MessageStreamHandler.ofPotok(this);
    private final long chatId;
    private final Queued message;
    private final SendRequest request;
    private final boolean goesOn;
    private @Nullable Cancellable call;
    private boolean over;

    Sending(long chatId, Queued message, boolean goesOn) {
      this.goesOn = goesOn;
      this.chatId = chatId;
      this.message = message;
      request = new SendRequest(message.text(), message.clientMessageId(), message.model());
    }

    private boolean end() {
      boolean isFirst = !over;
      over = true;
      if (isFirst) {
        busy.remove(chatId);
        again.remove(chatId);
      }
      return isFirst;
    }

    @Override
    public void opened() {}

    @Override
    public void bytes(byte[] bytes, int offset, int length) {
      if (!over) {
        handler.feed(bytes, offset, length);
      }
    }

    @Override
    public void onMessageStart(MessageStart start) {
      start
          .userMessage()
          .ifPresent(user -> sent.put(chatId, new Sent(kept(user.id() - 1), start.message().id())));
      taken();
    }

    @Override
    public void onMessageDelta(MessageDelta delta) {}

    @Override
    public void onMessageEnd(MessageEnd ended) {
      taken();
    }

    /** The message was taken, and its answer had failed already; or the stream was cut. */
    @Override
    public void onError(AnswerError error) {
      if (error.code().equals(AnswerError.CUT_OFF)) {
        networkFailed(error.message());
      } else if (end()) {
        if (error.partial().isEmpty()) {
          // No message comes after it, so none is taken for this one.
          kept(JsonFields.MAX_SAFE_INTEGER);
        }
        unqueue();
        queues.waits(chatId, true);
      }
    }

    private void taken() {
      if (end()) {
        backoffs.remove(chatId);
        if (call != null) {
          call.cancel();
        }
        letGoOn();
        unqueue();
        // The answer may have ended before, and then nothing more is heard of it.
        check(chatId);
      }
    }

    /** What is made of the message until its answer has left something. */
    private String kept(long after) {
      return sends.keep(chatId, request, after);
    }

    /** What its reader has made of it meanwhile is another message, and waits for them. */
    private void unqueue() {
      if (!queues.removeSent(message)) {
        queues.waits(chatId, true);
      }
    }

    /**
     * Not before its turn has come: the answer that the queue waited for is the last until then.
     */
    private void letGoOn() {
      if (goesOn) {
        queues.waits(chatId, false);
      }
    }

    @Override
    public void closed() {
      if (!over) {
        handler.end();
      }
    }

    @Override
    public void refused(Problem problem) {
      if (!end()) {
        return;
      }
      switch (problem.code()) {
        // It has its turn when that answer has ended.
        case "answer_running" -> {
          letGoOn();
          later(chatId, 0, () -> check(chatId));
        }
        case "message_deleted" -> {
          unqueue();
          check(chatId);
        }
        case "chat_not_found" -> queues.clear(chatId);
        default -> {
          queues.waits(chatId, true);
          onRefused.accept(chatId, problem);
        }
      }
    }

    @Override
    public void networkFailed(String reason) {
      if (end()) {
        later(chatId, 0, () -> send(chatId, goesOn));
      }
    }
  }
}
