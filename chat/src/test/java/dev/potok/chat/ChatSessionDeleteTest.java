package dev.potok.chat;

import static dev.potok.chat.OpenChat.ANSWER;
import static dev.potok.chat.OpenChat.USER;
import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.delta;
import static dev.potok.chat.OpenChat.end;
import static dev.potok.chat.OpenChat.start;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatSessionDeleteTest {

  @Test
  void messageLeavesAtOnceAndStaysAway() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"));

    chat.session.deleteMessage(1);
    assertThat(chat.shown()).containsExactly("assistant 2 (complete): b");
    chat.session.loadMessages();
    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "b")));
    assertThat(chat.shown()).containsExactly("assistant 2 (complete): b");
    chat.transport.done().done();
    chat.session.loadMessages();
    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "b")));

    assertThat(chat.shown()).containsExactly("assistant 2 (complete): b");
    assertThat(chat.transport.made()).containsExactly("delete 1");
  }

  @Test
  void restoredMessageComesBackToItsPlace() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"), user(3, "c"));
    List<String> before = chat.shown();

    chat.session.deleteMessage(2);
    chat.transport.done().done();
    chat.session.messageRestored(2);
    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "b"), user(3, "c")));

    assertThat(chat.shown()).isEqualTo(before);
  }

  @Test
  void refusedDeletionBringsTheMessageBackToItsPlace() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"), user(3, "c"));
    List<String> before = chat.shown();

    chat.session.deleteMessage(2);
    chat.transport.done().refuse(403, "not_yours");

    assertThat(chat.shown()).isEqualTo(before);
    assertThat(chat.session.error()).get().extracting(ChatError::code).isEqualTo("not_yours");
  }

  @Test
  void neighboursComeBackInTheirOrder() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(2, "b"), user(3, "c"), answer(4, "d"));
    List<String> before = chat.shown();

    chat.session.deleteMessage(2);
    ScriptedTransport.Done second = chat.transport.done();
    chat.session.deleteMessage(3);
    ScriptedTransport.Done third = chat.transport.done();
    third.failNetwork();
    assertThat(chat.shown()).element(1).isEqualTo("user 3 (complete): c");
    second.failNetwork();

    assertThat(chat.shown()).isEqualTo(before);
  }

  @Test
  void messageThatIsGoneAlreadyIsDeleted() {
    OpenChat chat = OpenChat.with(user(1, "a"));

    chat.session.deleteMessage(1);
    chat.transport.done().refuse(404, "no_such_message");

    assertThat(chat.shown()).isEmpty();
    assertThat(chat.session.error()).isEmpty();
  }

  @Test
  void unknownMessageIsNotDeleted() {
    OpenChat chat = OpenChat.with(user(1, "a"));

    chat.session.deleteMessage(2);

    assertThat(chat.transport.made()).isEmpty();
  }

  @Test
  void growingAnswerIsStoppedAndThenDeleted() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Hi"));

    chat.session.deleteMessage(ANSWER);
    assertThat(chat.shown()).containsExactly("user 11 (complete): hello");
    assertThat(chat.session.isStreaming()).isTrue();
    chat.transport.stream().event(3, delta(" there"));
    assertThat(chat.transport.made()).endsWith("stop 12");
    chat.transport.stop().succeed(answer(ANSWER, "Hi there", MessageStatus.STOPPED));

    assertThat(chat.transport.made()).endsWith("stop 12", "delete 12");
    chat.assertIdle();
    chat.transport.done().done();
    chat.transport
        .load()
        .succeed(List.of(user(USER, "hello"), answer(ANSWER, "Hi", MessageStatus.STOPPED)));
    assertThat(chat.shown()).containsExactly("user 11 (complete): hello");
  }

  @Test
  void growingAnswerComesBackIfItCannotBeStopped() {
    OpenChat chat = OpenChat.sending("hello");
    chat.transport.stream().event(2, delta("Hi"));

    chat.session.deleteMessage(ANSWER);
    chat.transport.stream().event(3, delta(" there"));
    chat.transport.stop().refuse(403, "not_yours");
    assertThat(chat.shown()).last().isEqualTo("assistant 12 (streaming): Hi there");
    chat.transport.stream().event(4, delta("!")).event(5, end("Hi there!"));

    assertThat(chat.shown()).last().isEqualTo("assistant 12 (complete): Hi there!");
    assertThat(chat.transport.made()).doesNotContain("delete 12");
  }

  @Test
  void answerDeletedBeforeItsStartIsDeletedAfterIt() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.session.deleteMessage(-2);
    assertThat(chat.shown()).hasSize(1);
    chat.transport.stream().open().event(1, start("hello", ""));
    chat.transport.stop().succeed(answer(ANSWER, "Hi", MessageStatus.STOPPED));

    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "stop 12", "delete 12");
    assertThat(chat.shown()).containsExactly("user 11 (complete): hello");
  }

  @Test
  void questionDeletedBeforeItsStartIsDeletedAfterIt() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.session.deleteMessage(-1);
    chat.transport.stream().open().event(1, start("hello", "")).event(2, delta("Hi"));

    assertThat(chat.transport.made()).containsExactly("send send-1 hello", "delete 11");
    assertThat(chat.shown()).containsExactly("assistant 12 (streaming): Hi");
  }

  @Test
  void deletedQuestionIsNotGivenBackWhenItsSendFails() {
    OpenChat chat = OpenChat.with();
    chat.session.sendMessage("hello");

    chat.session.deleteMessage(-1);
    chat.transport.stream().refuse(500, "broken");

    assertThat(chat.shown()).isEmpty();
    assertThat(chat.mirror.composer).isEmpty();
    assertThat(chat.transport.made()).containsExactly("send send-1 hello");
  }
}
