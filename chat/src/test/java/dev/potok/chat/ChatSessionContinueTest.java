package dev.potok.chat;

import static dev.potok.chat.OpenChat.CHAT;
import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.delta;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An unfinished answer is gone on with. */
class ChatSessionContinueTest {

  @ParameterizedTest
  @EnumSource(
      value = MessageStatus.class,
      names = {"STOPPED", "INTERRUPTED", "FAILED"})
  void continuationGrowsFromTheTextThatIsThere(MessageStatus status) {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "Half", status));

    chat.session.continueAnswer(2);
    assertThat(chat.shown())
        .containsExactly("user 1 (complete): a", "assistant -1 (streaming): Half");
    chat.mirror.log.clear();
    chat.transport.stream()
        .open()
        .event(1, startOf(3, "Half"))
        .event(2, delta(" way"))
        .event(3, new MessageEnd(answer(3, "Half way"), FinishReason.STOP));

    assertThat(chat.shown())
        .containsExactly("user 1 (complete): a", "assistant 3 (complete): Half way");
    assertThat(chat.mirror.log).contains("text + way").noneMatch(told -> told.startsWith("text ="));
    chat.assertIdle();
  }

  @Test
  void refusedContinuationPutsTheOldAnswerBack() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "Half", MessageStatus.STOPPED));

    chat.session.continueAnswer(2);
    chat.transport.stream().refuse(409, "message_not_continuable");

    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 2 (stopped): Half");
    assertThat(chat.mirror.error).map(ChatError::code).contains("message_not_continuable");
    chat.session.retry();
    assertThat(chat.transport.made()).containsExactly("continue 2", "continue 2");
  }

  @Test
  void continuationThatFailsKeepsItsTextAndIsOfferedOnce() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "Half", MessageStatus.STOPPED));

    chat.session.continueAnswer(2);
    chat.transport.stream()
        .open()
        .event(1, startOf(3, "Half"))
        .event(
            2,
            new AnswerError(
                "model_failed",
                "The model failed.",
                true,
                Optional.of(answer(3, "Half", MessageStatus.FAILED))));

    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 3 (failed): Half");
    assertThat(chat.mirror.error).map(ChatError::canRetry).contains(false);
    chat.session.continueAnswer(3);
    assertThat(chat.transport.made()).containsExactly("continue 2", "continue 3");
  }

  @Test
  void onlyAnUnfinishedAnswerWithTextIsContinuedAndOnlyOne() {
    OpenChat chat =
        OpenChat.with(
            user(1, "a"), answer(2, "whole"), user(3, "b"), answer(4, "c", MessageStatus.STOPPED));

    chat.session.continueAnswer(1);
    chat.session.continueAnswer(2);
    chat.session.continueAnswer(99);
    assertThat(chat.transport.made()).isEmpty();
    chat.session.continueAnswer(4);
    chat.session.continueAnswer(4);
    assertThat(chat.transport.made()).containsExactly("continue 4");
  }

  private static MessageStart startOf(long id, String soFar) {
    assertThat(answer(id, soFar).chatId()).isEqualTo(CHAT);
    return new MessageStart(Optional.empty(), answer(id, soFar, MessageStatus.STREAMING));
  }
}
