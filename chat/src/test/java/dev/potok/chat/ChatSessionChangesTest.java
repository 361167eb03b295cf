package dev.potok.chat;

import static dev.potok.chat.OpenChat.ANSWER;
import static dev.potok.chat.OpenChat.CHAT;
import static dev.potok.chat.OpenChat.USER;
import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.delta;
import static dev.potok.chat.OpenChat.end;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What another window does in the chat is shown here too. */
class ChatSessionChangesTest {
  private static final MessageRead QUESTION = user(USER, "hello");
  private static final MessageRead RUNNING = answer(ANSWER, "", MessageStatus.STREAMING);

  @Test
  void anAnswerThatAnotherWindowBeganIsShownAndReadAlong() {
    OpenChat chat = OpenChat.with();
    chat.session.changed(started(CHAT));
    assertThat(chat.session.isLoading()).isFalse();
    chat.transport.load().succeed(List.of(QUESTION, RUNNING));

    assertThat(chat.transport.made()).containsExactly("read 12 after 0");
    assertThat(chat.shown())
        .containsExactly("user 11 (complete): hello", "assistant 12 (streaming): ");
    assertThat(chat.session.isStreaming()).isTrue();
  }

  @Test
  void anAnswerThatIsReadHereIsNoNews() {
    OpenChat chat = OpenChat.sending("hello");
    int loads = chat.transport.loadCount();
    chat.session.changed(started(CHAT));
    chat.session.changed(ended(MessageStatus.COMPLETE));
    assertThat(chat.transport.loadCount()).isEqualTo(loads);

    chat.transport.stream().event(2, delta("Hi")).event(3, end("Hi"));
    chat.transport.load().succeed(List.of(QUESTION, answer(ANSWER, "Hi")));
    loads = chat.transport.loadCount();
    chat.session.changed(ended(MessageStatus.COMPLETE));
    assertThat(chat.transport.loadCount()).isEqualTo(loads);
  }

  @Test
  void anEndThatIsNotKnownHereIsLoaded() {
    OpenChat chat = OpenChat.with(QUESTION);
    chat.session.changed(ended(MessageStatus.STOPPED));
    assertThat(chat.transport.loadCount()).isEqualTo(2);
  }

  @Test
  void messagesThatAnotherWindowDeletedGo() {
    OpenChat chat = OpenChat.with(QUESTION, answer(ANSWER, "Hi"));
    chat.session.changed(new LiveEvent.MessagesChanged(CHAT));
    chat.transport.load().succeed(List.of(QUESTION));
    assertThat(chat.shown()).containsExactly("user 11 (complete): hello");
  }

  @Test
  void otherChatsAreNotOurs() {
    OpenChat chat = OpenChat.with(QUESTION);
    chat.session.changed(started(CHAT + 1));
    chat.session.changed(new LiveEvent.AnswerEnded(CHAT + 1, 40, MessageStatus.COMPLETE));
    chat.session.changed(new LiveEvent.MessagesChanged(CHAT + 1));
    chat.session.changed(new LiveEvent.ChatDeleted(CHAT));
    chat.session.changed(new LiveEvent.ProjectDeleted(1));
    assertThat(chat.transport.loadCount()).isEqualTo(1);
  }

  private static LiveEvent.AnswerStarted started(long chatId) {
    return new LiveEvent.AnswerStarted(chatId, Optional.of(QUESTION), RUNNING);
  }

  private static LiveEvent.AnswerEnded ended(MessageStatus status) {
    return new LiveEvent.AnswerEnded(CHAT, ANSWER, status);
  }
}
