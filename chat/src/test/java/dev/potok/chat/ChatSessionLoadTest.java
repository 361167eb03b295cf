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

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatSessionLoadTest {

  @Test
  void historyIsShownAtOnce() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    assertThat(chat.session.isLoading()).isTrue();

    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "b")));

    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 2 (complete): b");
    chat.assertIdle();
  }

  @Test
  void failedLoadIsAnErrorThatRetryLoadsAgain() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();

    chat.transport.load().failNetwork();
    assertThat(chat.session.error()).get().extracting(ChatError::code).isEqualTo(ChatError.NETWORK);
    chat.session.retry();
    assertThat(chat.session.error()).isEmpty();
    chat.transport.load().succeed(List.of(user(1, "a")));

    assertThat(chat.shown()).hasSize(1);
    chat.assertIdle();
  }

  @Test
  void loadTakesTheErrorOfTheLoadBeforeAway() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    chat.transport.load().refuse(500, "broken");

    chat.session.loadMessages();
    chat.transport.load().succeed(List.of());

    assertThat(chat.session.error()).isEmpty();
  }

  @Test
  void refreshShowsWhatAnotherPageDidWithoutASign() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"));

    chat.session.refreshMessages();
    assertThat(chat.session.isLoading()).isFalse();
    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "b"), user(3, "c")));

    assertThat(chat.shown()).hasSize(3).last().isEqualTo("user 3 (complete): c");
    chat.assertIdle();
  }

  @Test
  void failedRefreshIsNoError() {
    OpenChat chat = OpenChat.with(user(1, "a"));

    chat.session.refreshMessages();
    chat.transport.load().failNetwork();

    assertThat(chat.shown()).hasSize(1);
    chat.assertIdle();
  }

  @Test
  void failedRefreshIsMadeAgainUntilItSucceeds() {
    OpenChat chat = OpenChat.with(user(1, "a"));

    chat.session.refreshMessages();
    for (int i = 0; i < 3; i++) {
      chat.transport.load().failNetwork();
      int loads = chat.transport.loadCount();
      chat.scheduler.advance(Backoff.MAX_MILLIS);
      assertThat(chat.transport.loadCount()).isEqualTo(loads + 1);
    }
    chat.transport.load().succeed(List.of(user(1, "a"), user(2, "b")));

    assertThat(chat.shown()).hasSize(2);
    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void refusedRefreshIsNotMadeAgain() {
    OpenChat chat = OpenChat.with(user(1, "a"));

    chat.session.refreshMessages();
    chat.transport.load().refuse(404, "chat_not_found");

    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void refreshHealsALoadThatFailed() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    chat.transport.load().failNetwork();

    chat.session.refreshMessages();
    chat.transport.load().succeed(List.of(user(1, "a")));

    assertThat(chat.session.error()).isEmpty();
    assertThat(chat.shown()).hasSize(1);
  }

  @Test
  void onlyTheLastLoadCounts() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    ScriptedTransport.Asked<List<MessageRead>> first = chat.transport.load();
    chat.session.loadMessages();

    first.succeed(List.of(user(1, "old")));
    first.failNetwork();
    chat.transport.load().succeed(List.of(user(2, "new")));

    assertThat(chat.shown()).containsExactly("user 2 (complete): new");
    assertThat(chat.session.error()).isEmpty();
  }

  @Test
  void nextLoadChangesOnlyWhatDiffers() {
    OpenChat chat =
        OpenChat.with(user(1, "a"), answer(2, "b"), user(4, "d"), answer(5, "e"), user(6, "f"));
    chat.mirror.log.clear();

    chat.session.loadMessages();
    chat.transport
        .load()
        .succeed(
            List.of(
                user(1, "a"),
                answer(2, "bb"),
                answer(3, "c"),
                user(4, "x"),
                user(6, "f"),
                answer(7, "g", MessageStatus.STOPPED)));

    assertThat(chat.mirror.log)
        .containsExactly(
            "removed assistant", "text +b", "added assistant", "text =x", "added assistant");
    assertThat(chat.shown()).hasSize(6);
  }

  @Test
  void messagesInAnotherOrderAreMoved() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"), user(3, "c"));

    chat.session.loadMessages();
    chat.transport.load().succeed(List.of(user(3, "c"), user(1, "a"), answer(2, "b")));

    assertThat(chat.shown())
        .containsExactly(
            "user 3 (complete): c", "user 1 (complete): a", "assistant 2 (complete): b");
  }

  @Test
  void emptyUnfinishedAnswerIsNotShown() {
    OpenChat chat =
        OpenChat.with(
            user(1, "a"),
            answer(2, "", MessageStatus.INTERRUPTED),
            user(3, "b"),
            answer(4, "half", MessageStatus.INTERRUPTED));

    assertThat(chat.shown())
        .containsExactly(
            "user 1 (complete): a", "user 3 (complete): b", "assistant 4 (interrupted): half");
    assertThat(chat.session.canRetry()).isTrue();
  }

  @Test
  void runningAnswerIsJoinedWithoutTakingItsTextBack() {
    OpenChat chat =
        OpenChat.with(user(USER, "hello"), answer(ANSWER, "Hi", MessageStatus.STREAMING));
    assertThat(chat.session.isStreaming()).isTrue();
    assertThat(chat.transport.made()).containsExactly("read 12 after 0");
    chat.mirror.log.clear();

    chat.transport.stream()
        .open()
        .event(1, start("hello", ""))
        .event(2, delta("H"))
        .event(3, delta("i the"))
        .event(4, delta("re"))
        .event(5, end("Hi there"));

    assertThat(chat.mirror.log).containsExactly("text + the", "text +re", "changed assistant");
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (complete): Hi there");
    chat.assertIdle();
  }

  @Test
  void joinedAnswerThatFailsWithoutTextGivesTheQuestionBack() {
    OpenChat chat = OpenChat.with(user(USER, "hello"), answer(ANSWER, "", MessageStatus.STREAMING));

    chat.transport.stream().open().event(1, start("hello", "")).event(2, failed(""));

    assertThat(chat.shown()).isEmpty();
    assertThat(chat.mirror.composer).containsExactly("hello");
    chat.session.retry();
    assertThat(chat.transport.made()).endsWith("send send-1 hello");
  }

  @Test
  void loadInMidAnswerLeavesTheAnswerAlone() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Hi there"));

    chat.session.loadMessages();
    chat.transport
        .load()
        .succeed(
            List.of(
                user(1, "old"),
                user(USER, "hello"),
                answer(ANSWER, "Hi", MessageStatus.STREAMING)));

    assertThat(chat.shown())
        .containsExactly(
            "user 1 (complete): old",
            "user 11 (complete): hello",
            "assistant 12 (streaming): Hi there");
    assertThat(chat.transport.made()).containsExactly("send send-1 hello");
  }

  @Test
  void historyThatHasTheEndEndsTheAnswer() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Hi")).close();

    chat.session.loadMessages();
    chat.transport.load().succeed(List.of(user(USER, "hello"), answer(ANSWER, "Hi there")));

    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (complete): Hi there");
    assertThat(chat.session.isStreaming()).isFalse();
    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void historyThatHasAFailedEndLeavesItToTheStreamThatSaysWhy() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Hi"));

    chat.session.refreshMessages();
    chat.transport
        .load()
        .succeed(List.of(user(USER, "hello"), answer(ANSWER, "Hi", MessageStatus.FAILED)));
    assertThat(chat.session.isStreaming()).isTrue();
    assertThat(chat.session.error()).isEmpty();

    chat.transport.stream().event(3, failed("Hi"));
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (failed): Hi");
    assertThat(chat.session.error()).isPresent();
    assertThat(chat.session.isStreaming()).isFalse();
  }

  @Test
  void historyThatIsOlderThanTheSendLeavesItAlone() {
    OpenChat chat = OpenChat.sending("hello");

    chat.session.loadMessages();
    chat.transport.load().succeed(List.of());

    assertThat(chat.shown()).hasSize(2);
  }

  @Test
  void errorCanBeDismissed() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    chat.transport.load().refuse(500, "broken");

    chat.session.dismissError();

    chat.assertIdle();
    assertThat(chat.session.error()).isEmpty();
    assertThat(chat.session.canRetry()).isFalse();
  }
}
