package dev.potok.chat;

import static dev.potok.chat.OpenChat.ANSWER;
import static dev.potok.chat.OpenChat.USER;
import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.delta;
import static dev.potok.chat.OpenChat.end;
import static dev.potok.chat.OpenChat.failed;
import static dev.potok.chat.OpenChat.start;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Every order in which the events of an answer, and the ends of its connections, can come. */
class ChatSessionStreamTest {
  private static final String HELLO = "user 11 (complete): hello";

  @Test
  void endBeforeTheStartIsTheAnswer() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.transport.stream().open().event(1, end("Hi"));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (complete): Hi");
    chat.assertIdle();
  }

  @Test
  void errorAfterTheEndChangesNothing() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, delta("Hi")).event(3, end("Hi")).event(4, failed(""));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (complete): Hi");
    assertThat(chat.session.error()).isEmpty();
    chat.assertIdle();
  }

  @Test
  void endAfterTheErrorChangesNothing() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, failed("")).event(3, end("Hi"));

    assertThat(chat.shown()).isEmpty();
    chat.assertIdle();
  }

  @Test
  void endSentTwiceIsOneEnd() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, end("Hi")).event(2, end("Hi")).event(3, end("Ha"));
    chat.transport.stream().close();

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (complete): Hi");
    assertThat(chat.transport.loadCount()).isEqualTo(2);
    chat.assertIdle();
  }

  @Test
  void deltaAfterTheEndChangesNothing() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, end("Hi")).event(3, delta("!"));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (complete): Hi");
  }

  @Test
  void deltaBeforeTheStartIsNotShown() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.transport.stream().open().event(2, delta("Hi"));
    assertThat(chat.shown()).last().isEqualTo("assistant -2 (streaming): ");
    assertThat(chat.transport.stream().cancelled).isTrue();
    chat.waitForAttempt();
    chat.transport.stream().open().event(1, start("hello", "")).event(2, delta("Hi"));

    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "send send-1 hello");
    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (streaming): Hi");
  }

  @Test
  void startSentTwiceIsOneStart() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream()
        .event(1, start("hello", ""))
        .event(2, delta("Hi"))
        .event(1, start("hello", ""))
        .event(3, delta("!"));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (streaming): Hi!");
  }

  @Test
  void laterStartReplacesTheText() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream()
        .event(2, delta("Hi"))
        .event(9, start("hello", "Other"))
        .event(10, delta("wise"));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (streaming): Otherwise");
  }

  @Test
  void repeatedDeltaIsDropped() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream()
        .event(2, delta("a"))
        .event(3, delta("b"))
        .event(2, delta("a"))
        .event(3, delta("b"))
        .event(4, delta("c"));

    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): abc");
  }

  @Test
  void missingDeltaIsReadAgain() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, delta("a")).event(4, delta("c")).event(5, delta("d"));
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): a");
    chat.waitForAttempt();
    chat.transport.stream().open().event(3, delta("b")).event(4, delta("c"));

    assertThat(chat.transport.made()).endsWith("read 12 after 2");
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): abc");
  }

  @Test
  void cutStreamIsReadOnWhereItBroke() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("a")).raw("id: 3\nevent: message_delta\ndata: {\"del");

    chat.transport.stream().close();

    assertThat(chat.session.state()).isEqualTo(new ChatState(false, true, false, false, true));
    chat.waitForAttempt();
    assertThat(chat.transport.made()).endsWith("read 12 after 2");
    chat.transport.stream().open().event(3, delta("b")).event(4, end("ab"));
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (complete): ab");
    chat.assertIdle();
  }

  @Test
  void brokenNetworkIsTriedForEverAtGrowingDistances() {
    OpenChat chat = OpenChat.sending("hello");

    for (int i = 0; i < 100; i++) {
      chat.transport.stream().failNetwork();
      assertThat(chat.session.state().reconnecting()).isTrue();
      chat.scheduler.advance(Backoff.MAX_MILLIS);
    }
    chat.transport.stream().open().event(2, delta("back"));

    assertThat(chat.transport.made()).hasSize(101);
    assertThat(chat.session.state().reconnecting()).isFalse();
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): back");
  }

  @Test
  void reconnectNowDoesNotWait() {
    OpenChat chat = OpenChat.sending("hello");
    for (int i = 0; i < 5; i++) {
      chat.transport.stream().failNetwork();
      chat.scheduler.advance(Backoff.MAX_MILLIS);
    }
    chat.transport.stream().failNetwork();
    int before = chat.transport.made().size();

    chat.session.reconnectNow();
    chat.session.reconnectNow();

    assertThat(chat.transport.made()).hasSize(before + 1);
    chat.transport.stream().open().event(2, end("Hi"));
    chat.assertIdle();
    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void silentConnectionIsTakenForDead() {
    OpenChat chat = OpenChat.sending("hello");
    ScriptedTransport.Stream dead = chat.transport.stream();

    chat.scheduler.advance(AnswerStream.SILENCE_MILLIS);
    assertThat(dead.cancelled).isFalse();
    dead.raw(": ping\n\n");
    chat.scheduler.advance(AnswerStream.SILENCE_MILLIS);
    assertThat(dead.cancelled).isFalse();
    chat.scheduler.advance(AnswerStream.SILENCE_MILLIS + Backoff.FIRST_MILLIS);

    assertThat(dead.cancelled).isTrue();
    assertThat(chat.transport.made()).endsWith("read 12 after 1");
    dead.event(2, delta("late"));
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): ");
  }

  @Test
  void resumedStreamMayReplaceTheText() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("ab")).close();
    chat.waitForAttempt();
    chat.mirror.log.clear();

    chat.transport.stream().open().event(7, start("hello", "abcd")).event(8, delta("e"));

    assertThat(chat.mirror.log).containsExactly("text +cd", "text +e");
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): abcde");
  }

  @Test
  void streamThatBeginsAgainDoesNotTakeBackWhatIsShown() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("abc")).close();
    chat.waitForAttempt();
    chat.mirror.log.clear();

    chat.transport.stream()
        .open()
        .event(1, start("hello", ""))
        .event(2, delta("ab"))
        .event(3, delta("cd"));

    assertThat(chat.mirror.log).containsExactly("text +d");
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): abcd");
  }

  @Test
  void endThatIsSentAgainAtTheEndEnds() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("ab")).close();
    chat.waitForAttempt();

    chat.transport.stream().open().event(2, end("ab"));

    assertThat(chat.shown()).last().isEqualTo("assistant 12 (complete): ab");
    chat.assertIdle();
  }

  @Test
  void messageOfAnotherChatIsNotShown() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");
    MessageRead foreign =
        new MessageRead(
            90,
            8,
            OptionalLong.empty(),
            dev.potok.protocol.Role.ASSISTANT,
            "secret",
            "",
            MessageStatus.STREAMING,
            dev.potok.protocol.MessageMetadata.NONE);

    chat.transport.stream().open().event(1, new MessageStart(Optional.empty(), foreign));

    assertThat(chat.shown()).noneMatch(line -> line.contains("secret"));
    assertThat(chat.session.isStreaming()).isTrue();
  }

  @Test
  void endOfAnotherAnswerIsNotTheEnd() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, new MessageEnd(answer(99, "Other"), FinishReason.STOP));

    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): ");
    chat.waitForAttempt();
    assertThat(chat.transport.made()).endsWith("read 12 after 1");
  }

  @Test
  void unreadableStreamIsGivenUpAfterAWhileAndRetryReadsItAgain() {
    OpenChat chat = OpenChat.sending("hello");

    for (int i = 0; i < AnswerStream.MAX_FAULTS; i++) {
      chat.transport.stream().open().raw("event: message_delta\ndata: {broken\n\n");
      chat.scheduler.advance(Backoff.MAX_MILLIS);
    }

    assertThat(chat.session.isStreaming()).isFalse();
    assertThat(chat.session.error())
        .get()
        .extracting(ChatError::code)
        .isEqualTo(ChatError.UNREADABLE);
    chat.transport
        .load()
        .succeed(List.of(user(USER, "hello"), answer(ANSWER, "Hi", MessageStatus.STREAMING)));
    assertThat(chat.session.isStreaming()).isFalse();
    chat.session.retry();
    chat.transport
        .load()
        .succeed(List.of(user(USER, "hello"), answer(ANSWER, "Hi", MessageStatus.STREAMING)));
    assertThat(chat.transport.made()).endsWith("read 12 after 0");
  }

  @Test
  void answerThatIsGoneIsSettledByTheHistory() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Hi")).close();
    chat.waitForAttempt();

    chat.transport.stream().refuse(404, "no_such_message");
    assertThat(chat.session.isStreaming()).isFalse();
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (interrupted): Hi");
    chat.transport.load().succeed(List.of());

    assertThat(chat.shown()).isEmpty();
    assertThat(chat.mirror.composer).containsExactly("hello");
    chat.assertIdle();
  }

  @Test
  void busyServerIsAskedAgainWhenItSaysSo() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().close();
    chat.waitForAttempt();

    chat.transport.stream()
        .refuse(
            new Problem(
                429, "too_many", "Too many.", List.of(), OptionalLong.empty(), OptionalLong.of(5)));
    int before = chat.transport.made().size();
    chat.scheduler.advance(4_999);
    assertThat(chat.transport.made()).hasSize(before);
    chat.scheduler.advance(1);

    assertThat(chat.transport.made()).hasSize(before + 1);
  }

  @Test
  void closedSessionHearsNothing() {
    OpenChat chat = OpenChat.sending("hello");
    ScriptedTransport.Stream stream = chat.transport.stream();
    ScriptedTransport.Asked<List<MessageRead>> load = chat.transport.load();
    chat.mirror.log.clear();

    chat.session.close();
    stream.event(2, delta("late")).event(3, MessageDelta.thinking("late")).event(4, end("late"));
    stream.close();
    stream.failNetwork();
    load.succeed(List.of(user(1, "late")));
    chat.scheduler.advance(1_000_000);

    assertThat(stream.cancelled).isTrue();
    assertThat(chat.mirror.log).isEmpty();
    assertThat(chat.scheduler.pending()).isZero();
    assertThat(chat.session.sendMessage("more")).isFalse();
    chat.session.loadMessages();
    chat.session.stop();
    chat.session.retry();
    chat.session.deleteMessage(USER);
    assertThat(chat.transport.made()).containsExactly("send send-1 hello");
    assertThat(chat.mirror.log).isEmpty();
  }

  @Test
  void closingWhileWaitingForAnAttemptEndsTheWait() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().close();

    chat.session.close();

    assertThat(chat.scheduler.pending()).isZero();
  }
}
