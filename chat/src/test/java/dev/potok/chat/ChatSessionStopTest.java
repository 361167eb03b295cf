package dev.potok.chat;

import static dev.potok.chat.OpenChat.ANSWER;
import static dev.potok.chat.OpenChat.USER;
import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.delta;
import static dev.potok.chat.OpenChat.end;
import static dev.potok.chat.OpenChat.start;
import static dev.potok.chat.OpenChat.stopped;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatSessionStopTest {
  private static final String HELLO = "user 11 (complete): hello";

  @Test
  void stopKeepsWhatCame() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Half"));

    chat.session.stop();
    assertThat(chat.session.state().stopping()).isTrue();
    chat.transport.stream().event(3, delta(" way")).event(4, stopped("Half way"));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (stopped): Half way");
    assertThat(chat.session.error()).isEmpty();
    assertThat(chat.session.canRetry()).isTrue();
    chat.assertIdle();
  }

  @Test
  void stopBeforeTheStartIsDoneWhenTheIdIsKnown() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.session.stop();
    assertThat(chat.transport.made()).containsExactly("send send-1 hello");
    chat.transport.stream().open().event(1, start("hello", ""));

    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "stop 12");
  }

  @Test
  void stopTwiceIsOneStop() {
    OpenChat chat = OpenChat.sending("hello");

    chat.session.stop();
    chat.session.stop();
    chat.transport.stream().event(2, stopped(""));
    chat.session.stop();

    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "stop 12");
  }

  @Test
  void stopOfNothingIsHarmless() {
    OpenChat chat = OpenChat.with();

    chat.session.stop();

    assertThat(chat.transport.made()).isEmpty();
    chat.assertIdle();
  }

  @Test
  void stoppedWithoutTextLeavesTheQuestionAndRetryRegenerates() {
    OpenChat chat = OpenChat.sending("hello");

    chat.session.stop();
    chat.transport.stream().event(2, stopped(""));

    assertThat(chat.shown()).containsExactly(HELLO);
    assertThat(chat.mirror.composer).isEmpty();
    chat.session.retry();
    assertThat(chat.transport.made()).endsWith("regenerate 11");
    assertThat(chat.shown()).containsExactly(HELLO, "assistant -3 (streaming): ");
  }

  @Test
  void replyOfTheStopIsAnEndToo() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Half")).close();

    chat.session.stop();
    chat.transport.stop().succeed(answer(ANSWER, "Half of", MessageStatus.STOPPED));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (stopped): Half of");
    chat.assertIdle();
    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void replyOfALateStopIsTheAnswerThatWasComplete() {
    OpenChat chat = OpenChat.sending("hello");

    chat.session.stop();
    chat.transport.stop().succeed(answer(ANSWER, "All"));
    chat.transport.stream().event(2, end("All"));

    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (complete): All");
    chat.assertIdle();
  }

  @Test
  void stopIsRepeatedUntilItArrives() {
    OpenChat chat = OpenChat.sending("hello");

    chat.session.stop();
    chat.transport.stop().failNetwork();
    chat.scheduler.advance(Backoff.MAX_MILLIS);
    chat.transport.stop().refuse(503, "busy");
    chat.scheduler.advance(Backoff.MAX_MILLIS);

    assertThat(chat.transport.made().stream().filter("stop 12"::equals)).hasSize(3);
    chat.transport.stop().succeed(answer(ANSWER, "", MessageStatus.STOPPED));
    assertThat(chat.shown()).containsExactly(HELLO);
    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void refusedStopIsAnErrorAndTheAnswerGoesOn() {
    OpenChat chat = OpenChat.sending("hello");

    chat.session.stop();
    chat.transport.stop().refuse(403, "not_yours");

    assertThat(chat.session.error()).get().extracting(ChatError::code).isEqualTo("not_yours");
    assertThat(chat.session.state()).isEqualTo(new ChatState(false, true, false, false, false));
    chat.transport.stream().event(2, end("All"));
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (complete): All");
  }

  @Test
  void stopOfAJoinedAnswerNeedsNoStart() {
    OpenChat chat =
        OpenChat.with(user(USER, "hello"), answer(ANSWER, "Ha", MessageStatus.STREAMING));

    chat.session.stop();

    assertThat(chat.transport.made()).containsExactly("read 12 after 0", "stop 12");
    chat.transport.stop().succeed(answer(ANSWER, "Half", MessageStatus.STOPPED));
    chat.transport
        .load()
        .succeed(List.of(user(USER, "hello"), answer(ANSWER, "Half", MessageStatus.STOPPED)));
    assertThat(chat.shown()).containsExactly(HELLO, "assistant 12 (stopped): Half");
    chat.assertIdle();
  }
}
