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
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChatSessionSendTest {

  @Test
  void sendShowsBothMessagesBeforeTheServerHasAnswered() {
    OpenChat chat = OpenChat.with(user(1, "old"), answer(2, "older"));

    assertThat(chat.session.sendMessage("hello")).isTrue();

    assertThat(chat.shown())
        .containsExactly(
            "user 1 (complete): old",
            "assistant 2 (complete): older",
            "user -1 (complete): hello",
            "assistant -2 (streaming): ");
    assertThat(chat.session.isStreaming()).isTrue();
    assertThat(chat.transport.made()).containsExactly("send send-1 hello");
  }

  @Test
  void theSessionAsksUntilTheServerHasAnswered() {
    OpenChat chat = OpenChat.with();
    assertThat(chat.session.state().asking()).isFalse();
    chat.session.sendMessage("hello");
    assertThat(chat.session.state().asking()).isTrue();
    chat.transport.stream().open().event(1, start("hello", ""));
    assertThat(chat.session.state().asking()).isFalse();
    assertThat(chat.session.state().streaming()).isTrue();
  }

  @Test
  void answerGrowsAndTakesItsStoredFormWithoutAVisibleChange() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");
    List<Long> keys = chat.session.messages().stream().map(ChatMessage::key).toList();
    chat.transport.stream().open().event(1, start("hello", ""));
    chat.mirror.log.clear();

    chat.transport.stream()
        .event(2, MessageDelta.thinking("hm"))
        .event(3, delta("Hi"))
        .event(4, delta(" there"))
        .event(
            5,
            new MessageEnd(
                answer(ANSWER, "Hi there")
                    .withMetadata(MessageMetadata.NONE.withTokens(2).withThinkingText("hm")),
                FinishReason.STOP));

    assertThat(chat.mirror.log)
        .containsExactly("thinking +hm", "text +Hi", "text + there", "changed assistant");
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (complete): Hi there");
    chat.assertIdle();

    chat.mirror.log.clear();
    chat.transport
        .load()
        .succeed(
            List.of(
                user(USER, "hello"),
                answer(ANSWER, "Hi there")
                    .withMetadata(MessageMetadata.NONE.withTokens(2).withThinkingText("hm"))));
    assertThat(chat.mirror.log).isEmpty();
    assertThat(chat.session.messages()).extracting(ChatMessage::key).isEqualTo(keys);
    assertThat(chat.session.messages().getLast().metadata().thinkingText()).contains("hm");
    assertThat(chat.scheduler.pending()).isZero();
  }

  @Test
  void blankTextIsNotSent() {
    OpenChat chat = OpenChat.with();

    assertThat(chat.session.sendMessage(" \n")).isFalse();

    assertThat(chat.transport.made()).isEmpty();
  }

  @Test
  void secondSendIsNotMadeWhileAnAnswerIsUnderWay() {
    OpenChat chat = OpenChat.sending("one");

    assertThat(chat.session.sendMessage("two")).isFalse();

    assertThat(chat.shown()).hasSize(2);
    assertThat(chat.transport.made()).containsExactly("send send-1 one");
  }

  @Test
  void modelIsSentAlong() {
    OpenChat chat = OpenChat.with();

    chat.session.sendMessage("hello", Optional.of("guide"));

    assertThat(chat.transport.sends.getFirst().model()).contains("guide");
  }

  @Test
  void whatIsSentIsToldWithWhatItFollowsAndSoAreTheHistoriesThatTellItsFate() {
    OpenChat chat = OpenChat.with(user(1, "old"));
    assertThat(chat.mirror.sends).containsExactly("asked", "[1] whole");
    chat.mirror.sends.clear();

    chat.session.sendMessage("hello");
    assertThat(chat.mirror.sends).containsExactly("send-1 hello after 1");
    chat.transport.stream().refuse(503, "no_model");
    chat.transport.load().succeed(List.of(user(1, "old")));
    assertThat(chat.mirror.sends).containsExactly("send-1 hello after 1", "asked", "[1] whole");

    chat.session.editMessage(1, "new", Optional.empty());
    assertThat(chat.mirror.sends.getLast()).isEqualTo("send-2 new after 1");
  }

  @Test
  void refusedSendIsRolledBackAndCanBeRetriedUnderANewId() {
    OpenChat chat = OpenChat.with(user(1, "old"));
    chat.session.sendMessage("hello");

    chat.transport.stream().refuse(503, "no_model");

    assertThat(chat.shown()).containsExactly("user 1 (complete): old");
    assertThat(chat.mirror.composer).containsExactly("hello");
    assertThat(chat.session.error()).get().extracting(ChatError::code).isEqualTo("no_model");
    assertThat(chat.session.canRetry()).isTrue();
    chat.assertIdle();

    chat.session.retry();

    assertThat(chat.session.error()).isEmpty();
    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "send send-2 hello");
    assertThat(chat.shown()).hasSize(3);
  }

  @Test
  void conflictNamesTheRunningAnswerAndJoinsIt() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.transport.stream()
        .refuse(
            new Problem(
                409,
                "answer_running",
                "An answer is running.",
                List.of(),
                OptionalLong.of(42),
                OptionalLong.empty()));

    assertThat(chat.session.error().orElseThrow().runningMessageId()).hasValue(42);
    assertThat(chat.mirror.composer).containsExactly("hello");
    chat.transport
        .load()
        .succeed(List.of(user(41, "other"), answer(42, "so", MessageStatus.STREAMING)));
    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "read 42 after 0");
  }

  @Test
  void failureWithoutTextRollsBack() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, MessageDelta.thinking("hm")).event(3, failed(""));

    assertThat(chat.shown()).isEmpty();
    assertThat(chat.mirror.composer).containsExactly("hello");
    assertThat(chat.session.error()).get().extracting(ChatError::code).isEqualTo("model_failed");
    chat.assertIdle();
  }

  @Test
  void failureBeforeTheStartRollsBack() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.transport.stream().open().event(1, failed(""));

    assertThat(chat.shown()).isEmpty();
    assertThat(chat.mirror.composer).containsExactly("hello");
    chat.assertIdle();
  }

  @Test
  void failureWithTextKeepsBothAndRetryRegenerates() {
    OpenChat chat = OpenChat.sending("hello");

    chat.transport.stream().event(2, delta("Half")).event(3, failed("Half"));

    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (failed): Half");
    assertThat(chat.mirror.composer).isEmpty();
    chat.assertIdle();

    chat.session.retry();
    assertThat(chat.transport.made()).endsWith("regenerate 12");
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant -3 (streaming): ");
    chat.transport.stream()
        .open()
        .event(
            1,
            new dev.potok.protocol.MessageStart(
                Optional.of(user(USER, "hello")), answer(13, "", MessageStatus.STREAMING)))
        .event(2, delta("Whole"))
        .event(3, new MessageEnd(answer(13, "Whole"), FinishReason.STOP));
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 13 (complete): Whole");
    chat.assertIdle();
  }

  @Test
  void refusedRegenerationPutsTheOldAnswerBack() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"), user(3, "c"), answer(4, "d"));
    List<String> before = chat.shown();

    chat.session.regenerate(2);
    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant -1 (streaming): ");
    chat.transport.stream().refuse(500, "broken");

    assertThat(chat.shown()).isEqualTo(before);
    assertThat(chat.mirror.composer).isEmpty();
    assertThat(chat.session.canRetry()).isTrue();
    chat.assertIdle();
  }

  @Test
  void cutRegenerationIsNotRepeatedButLookedFor() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"));

    chat.session.regenerate(2);
    chat.transport.stream().failNetwork();
    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 2 (complete): b");
    chat.transport.load().succeed(List.of(user(1, "a"), answer(3, "", MessageStatus.STREAMING)));

    assertThat(chat.transport.made()).containsExactly("regenerate 2", "read 3 after 0");
    assertThat(chat.session.isStreaming()).isTrue();
  }

  @Test
  void cutSendIsRepeatedUnderItsIdAndThenRolledBack() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    for (int i = 0; i < AnswerStream.MAX_START_ATTEMPTS; i++) {
      assertThat(chat.session.isStreaming()).isTrue();
      chat.transport.stream().failNetwork();
      chat.scheduler.advance(Backoff.MAX_MILLIS);
    }

    assertThat(chat.transport.made())
        .hasSize(AnswerStream.MAX_START_ATTEMPTS)
        .containsOnly("send send-1 hello");
    assertThat(chat.shown()).isEmpty();
    assertThat(chat.mirror.composer).containsExactly("hello");
    assertThat(chat.session.error()).get().extracting(ChatError::code).isEqualTo(ChatError.NETWORK);
    chat.assertIdle();
  }

  @Test
  void sendOfUnknownFateIsRepeatedUnderItsIdAlsoByHand() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");
    for (int i = 0; i < AnswerStream.MAX_START_ATTEMPTS; i++) {
      chat.transport.stream().failNetwork();
      chat.scheduler.advance(Backoff.MAX_MILLIS);
    }

    chat.session.retry();

    assertThat(chat.transport.sends.getLast().clientMessageId()).isEqualTo("send-1");
    chat.transport.stream().open().event(1, start("hello", "")).event(2, end("Hi"));
    assertThat(chat.shown()).hasSize(2);
    chat.session.sendMessage("hello");
    assertThat(chat.transport.sends.getLast().clientMessageId()).isEqualTo("send-2");
  }

  @Test
  void sendThatHadArrivedAfterAllIsNotShownTwice() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");
    for (int i = 0; i < AnswerStream.MAX_START_ATTEMPTS; i++) {
      chat.transport.stream().failNetwork();
      chat.scheduler.advance(Backoff.MAX_MILLIS);
    }

    assertThat(chat.mirror.composer).containsExactly("hello");

    chat.transport.load().succeed(List.of(user(USER, "hello"), answer(ANSWER, "Hi")));

    assertThat(chat.session.error()).isEmpty();
    assertThat(chat.mirror.composer).isEmpty();
    assertThat(chat.shown()).hasSize(2);
  }

  @Test
  void repeatedSendThatFindsItsAnswerGoesOn() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");
    chat.transport.stream().open().close();
    assertThat(chat.session.state().reconnecting()).isTrue();
    chat.waitForAttempt();

    chat.transport.stream().open().event(4, start("hello", "Hi the")).event(5, delta("re"));

    assertThat(chat.session.state().reconnecting()).isFalse();
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (streaming): Hi there");
  }

  @Test
  void gatewayErrorIsTakenForACutConnection() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.transport.stream().refuse(502, "");
    chat.waitForAttempt();

    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "send send-1 hello");
  }

  @Test
  void sendIsShownAfterTheHistoryThatWasStillLoading() {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    chat.session.sendMessage("hello");
    ScriptedTransport.Call first = chat.transport.load();
    assertThat(first.cancelled).isTrue();
    assertThat(chat.session.isLoading()).isTrue();

    chat.transport.stream().open().event(1, start("hello", "")).event(2, delta("Hi"));
    chat.transport
        .load()
        .succeed(
            List.of(
                user(1, "old"), user(USER, "hello"), answer(ANSWER, "", MessageStatus.STREAMING)));

    assertThat(chat.session.isLoading()).isFalse();
    assertThat(chat.shown())
        .containsExactly(
            "user 1 (complete): old", "user 11 (complete): hello", "assistant 12 (streaming): Hi");
  }
}
