package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.Reply;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.AnswerEventEncoder;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Queued messages are sent one after the other, by whoever it is up to, and never twice. */
class QueueSenderTest {
  private static final long CHAT = 5;

  private final MapStore store = new MapStore();
  private final List<Runnable> later = new ArrayList<>();
  private final List<String> sends = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private long now = 1_700_000_000_000L;
  private final UnsettledSends unsettled = new UnsettledSends(store, new MapStore(), () -> now);
  private int names;
  private final MessageQueues queues =
      new MessageQueues(store, () -> ++now, () -> "name" + ++names);

  /** The chat as the server stores it, by its last message. */
  private Optional<MessageRead> last = Optional.of(answer(2, MessageStatus.STREAMING));

  private boolean leads = true;
  private boolean down;

  /** Whether what the server says of the last message takes its time; it is as old as the call. */
  private boolean slow;

  private @Nullable StreamReply sending;
  private boolean cancelled;

  private final QueueSender sender =
      new QueueSender(
          queues,
          unsettled,
          new Calls(),
          (_, task) -> {
            later.add(task);
            return () -> later.remove(task);
          },
          () -> 0.5,
          () -> leads,
          (chat, problem) -> refusals.add(chat + " " + problem.code()));

  @Test
  void nothingIsSentWhileAnAnswerRuns() {
    queue("one");
    assertThat(sends).isEmpty();
    assertThat(texts()).containsExactly("one");
  }

  @Test
  void theNextGoesWhenTheAnswerHasEndedWellAndTheOneAfterItLater() {
    queue("one");
    queue("two");
    end(2, MessageStatus.COMPLETE);
    assertThat(sends).containsExactly("name1 one");
    take(3, 4);
    assertThat(cancelled).isTrue();
    assertThat(texts()).containsExactly("two");
    assertThat(sends).hasSize(1);
    end(4, MessageStatus.COMPLETE);
    assertThat(sends).containsExactly("name1 one", "name2 two");
  }

  @Test
  void afterAStopTheQueueWaitsUntilItIsLetGoOn() {
    queue("one");
    queue("two");
    end(2, MessageStatus.STOPPED);
    assertThat(queues.waits(CHAT)).isTrue();
    assertThat(sends).isEmpty();
    sender.checkAll();
    assertThat(sends).isEmpty();

    sender.goOn(CHAT);
    assertThat(sends).containsExactly("name1 one");
    take(3, 4);
    assertThat(queues.waits(CHAT)).isFalse();
    end(4, MessageStatus.COMPLETE);
    assertThat(sends).containsExactly("name1 one", "name2 two");
  }

  @Test
  void anAnswerThatEndedUnseenDecidesAsOneThatWasSeen() {
    queue("one");
    last = Optional.of(answer(2, MessageStatus.INTERRUPTED));
    sender.checkAll();
    assertThat(sends).isEmpty();
    assertThat(queues.waits(CHAT)).isTrue();

    queues.waits(CHAT, false);
    last = Optional.of(answer(2, MessageStatus.COMPLETE));
    sender.checkAll();
    assertThat(sends).containsExactly("name1 one");
  }

  @Test
  void nothingOvertakesAnAnswerThatAWindowHasAskedFor() {
    last = Optional.empty();
    Runnable answered = queues.asked(CHAT);
    queue("two");
    sender.checkAll();
    assertThat(sends).isEmpty();

    answered.run();
    last = Optional.of(answer(2, MessageStatus.STREAMING));
    sender.check(CHAT);
    assertThat(sends).isEmpty();
    end(2, MessageStatus.COMPLETE);
    assertThat(sends).containsExactly("name2 two");
  }

  @Test
  void aWindowThatIsGoneHoldsNothingUpForEver() {
    last = Optional.empty();
    queues.asked(CHAT);
    queue("two");
    sender.checkAll();
    assertThat(later).hasSize(1);
    now += MessageQueues.ASKED_MILLIS;
    runLater();
    assertThat(sends).containsExactly("name2 two");
    assertThat(queues.isAsked(CHAT)).isFalse();
  }

  @Test
  void anEndThatIsToldWhileTheChatIsLookedAtIsNotMissed() {
    slow = true;
    queue("one");
    slow = false;
    end(2, MessageStatus.COMPLETE);
    runLater();
    assertThat(sends).containsExactly("name1 one");
  }

  @Test
  void onlyTheLeaderSends() {
    leads = false;
    queue("one");
    end(2, MessageStatus.COMPLETE);
    assertThat(sends).isEmpty();
    leads = true;
    sender.checkAll();
    assertThat(sends).containsExactly("name1 one");
  }

  @Test
  void aSendOfUnknownFateIsRepeatedUnderItsName() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    reply().networkFailed("reset");
    assertThat(texts()).containsExactly("one");
    runLater();
    assertThat(sends).containsExactly("name1 one", "name1 one");
    take(3, 4);
    assertThat(texts()).isEmpty();
  }

  @Test
  void aChatThatCannotBeLookedAtIsLookedAtAgain() {
    queue("one");
    down = true;
    end(2, MessageStatus.COMPLETE);
    assertThat(sends).isEmpty();
    down = false;
    runLater();
    assertThat(sends).containsExactly("name1 one");
  }

  @Test
  void aMessageThatIsEditedIsHeldBackAndGoesWithItsNewText() {
    queue("one");
    queues.hold(queues.of(CHAT).getFirst());
    end(2, MessageStatus.COMPLETE);
    assertThat(sends).isEmpty();
    queues.edit(queues.of(CHAT).getFirst(), "one and a half");
    sender.check(CHAT);
    assertThat(sends).containsExactly("name2 one and a half");
  }

  @Test
  void aBlankTextRemovesAMessage() {
    queue("one");
    queues.edit(queues.of(CHAT).getFirst(), " \n");
    assertThat(texts()).isEmpty();
    assertThat(queues.chats()).isEmpty();
  }

  @Test
  void anAnswerOfAnotherWindowGoesFirst() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    last = Optional.of(answer(9, MessageStatus.STREAMING));
    reply().refused(Problem.of(409, "answer_running", "Running."));
    runLater();
    assertThat(sends).hasSize(1);
    assertThat(texts()).containsExactly("one");
    end(9, MessageStatus.COMPLETE);
    assertThat(sends).hasSize(2);
  }

  @Test
  void whatTheServerDoesNotTakeWaitsAndIsTold() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    reply().refused(Problem.of(422, "model_unknown", "No such model."));
    assertThat(refusals).containsExactly("5 model_unknown");
    assertThat(queues.waits(CHAT)).isTrue();
    assertThat(texts()).containsExactly("one");
  }

  @Test
  void aMessageWhoseAnswerLeftNothingIsKeptForWhoSeesTheChatNext() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    take(3, 4);
    sender.changed(new LiveEvent.AnswerEnded(CHAT, 4, MessageStatus.FAILED));
    assertThat(texts()).isEmpty();
    assertThat(lost()).containsExactly("one");
    assertThat(lost()).isEmpty();
  }

  @Test
  void whatFollowsAMessageWhoseAnswerLeftNothingWaits() {
    queue("one");
    queue("two");
    end(2, MessageStatus.COMPLETE);
    take(3, 4);
    last = Optional.of(answer(2, MessageStatus.COMPLETE));
    sender.changed(new LiveEvent.AnswerEnded(CHAT, 4, MessageStatus.FAILED));
    assertThat(lost()).containsExactly("one");
    assertThat(texts()).containsExactly("two");
    assertThat(queues.waits(CHAT)).isTrue();
    assertThat(sends).hasSize(1);
  }

  @Test
  void aMessageIsKeptUntilItsAnswerHasLeftSomething() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    assertThat(unsettled.keys(CHAT)).isEmpty();
    take(3, 4);
    assertThat(unsettled.keys(CHAT)).hasSize(1);
    end(4, MessageStatus.COMPLETE);
    assertThat(unsettled.keys(CHAT)).isEmpty();
  }

  @Test
  void aMessageWhoseAnswerHadFailedAlreadyIsKeptWhateverFollowed() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    byte[] error =
        AnswerEventEncoder.sse(1, new AnswerError("upstream_error", "No.", true, Optional.empty()));
    reply().bytes(error, 0, error.length);
    assertThat(texts()).isEmpty();
    assertThat(lost()).containsExactly("one");
  }

  @Test
  void whatIsMadeOfAMessageWhileItIsSentStaysAndWaits() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    MessageQueues.Queued sent = queues.of(CHAT).getFirst();
    queues.hold(sent);
    queues.edit(sent, "one and a half");
    take(3, 4);
    assertThat(texts()).containsExactly("one and a half");
    assertThat(queues.waits(CHAT)).isTrue();
    end(4, MessageStatus.COMPLETE);
    assertThat(sends).containsExactly("name1 one");
    sender.goOn(CHAT);
    assertThat(sends).containsExactly("name1 one", "name2 one and a half");
  }

  @Test
  void aMessageThatIsOnlyLookedAtWhileItIsSentIsNotSentAgain() {
    queue("one");
    end(2, MessageStatus.COMPLETE);
    MessageQueues.Queued sent = queues.of(CHAT).getFirst();
    queues.hold(sent);
    take(3, 4);
    queues.edit(sent, "one");
    assertThat(texts()).isEmpty();
  }

  @Test
  void whatWasBeingMadeOfAMessageThatIsGoneWaitsInItsPlace() {
    queue("one");
    queue("two");
    MessageQueues.Queued edited = queues.of(CHAT).getFirst();
    queues.hold(edited);
    queues.remove(edited);
    queues.keep(edited, "one and a half");
    assertThat(texts()).containsExactly("one and a half", "two");
    end(2, MessageStatus.COMPLETE);
    assertThat(sends).isEmpty();
    sender.goOn(CHAT);
    assertThat(sends).containsExactly("name3 one and a half");
  }

  @Test
  void aChatThatIsDeletedTakesItsQueueAlong() {
    queue("one");
    sender.changed(new LiveEvent.ChatDeleted(CHAT));
    assertThat(store.values).isEmpty();
  }

  @Test
  void queuesOfOtherChatsAreTheirOwn() {
    queue("one");
    queues.add(51, "other", Optional.of("a/b"));
    assertThat(texts()).containsExactly("one");
    assertThat(queues.of(51))
        .extracting(MessageQueues.Queued::model)
        .containsExactly(Optional.of("a/b"));
    assertThat(queues.chats()).containsExactlyInAnyOrder(CHAT, 51L);
  }

  private void queue(String text) {
    queues.add(CHAT, text, Optional.empty());
    sender.check(CHAT);
  }

  private List<String> texts() {
    return queues.of(CHAT).stream().map(MessageQueues.Queued::text).toList();
  }

  private List<String> lost() {
    List<MessageRead> before =
        List.of(message(1, Role.USER, MessageStatus.COMPLETE), answer(2, MessageStatus.COMPLETE));
    return unsettled.settle(unsettled.keys(CHAT), "", before, true).stream()
        .map(UnsettledSends.Lost::text)
        .toList();
  }

  private void end(long answerId, MessageStatus status) {
    last = Optional.of(answer(answerId, status));
    sender.changed(new LiveEvent.AnswerEnded(CHAT, answerId, status));
  }

  /** The server takes what is being sent. */
  private void take(long userId, long answerId) {
    last = Optional.of(answer(answerId, MessageStatus.STREAMING));
    MessageRead user = message(userId, Role.USER, MessageStatus.COMPLETE);
    byte[] start =
        AnswerEventEncoder.sse(
            1, new MessageStart(Optional.of(user), answer(answerId, MessageStatus.STREAMING)));
    reply().bytes(start, 0, start.length);
  }

  private StreamReply reply() {
    StreamReply made = sending;
    if (made == null) {
      throw new AssertionError("nothing is being sent");
    }
    return made;
  }

  private void runLater() {
    List<Runnable> tasks = List.copyOf(later);
    later.clear();
    tasks.forEach(Runnable::run);
  }

  private static MessageRead answer(long id, MessageStatus status) {
    return message(id, Role.ASSISTANT, status);
  }

  private static MessageRead message(long id, Role role, MessageStatus status) {
    return new MessageRead(
        id,
        CHAT,
        OptionalLong.empty(),
        role,
        "text",
        "2026-11-22T10:00:00Z",
        status,
        MessageMetadata.NONE);
  }

  private final class Calls implements QueueSender.Calls {
    @Override
    public Cancellable lastMessage(long chatId, Reply<List<MessageRead>> reply) {
      if (down) {
        reply.networkFailed("down");
      } else if (slow) {
        List<MessageRead> found = last.stream().toList();
        later.add(() -> reply.succeeded(found));
      } else {
        reply.succeeded(last.stream().toList());
      }
      return () -> {};
    }

    @Override
    public Cancellable send(long chatId, SendRequest request, StreamReply reply) {
      sends.add(request.clientMessageId() + " " + request.content());
      sending = reply;
      cancelled = false;
      return () -> cancelled = true;
    }
  }
}
