package dev.potok.chat;

import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.FinishReason;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Messages are edited, and other versions shown. */
class ChatSessionVersionsTest {

  @Test
  void anEditStandsAtOnceInThePlaceOfTheOldMessageAndNamesItsVersions() {
    OpenChat chat = fourMessages();
    assertThat(chat.session.editMessage(3, "b!", Optional.empty())).isTrue();
    assertThat(chat.shown())
        .containsExactly(
            "user 1 (complete): a",
            "assistant 2 (complete): A",
            "user -1 (complete): b!",
            "assistant -2 (streaming): ");
    assertThat(chat.transport.sends.getLast().versionOf()).hasValue(3);
    assertThat(chat.transport.sends.getLast().parentId()).isEmpty();
    chat.transport.stream()
        .open()
        .event(1, startOfEdit())
        .event(2, new MessageEnd(answer(6, "B!"), FinishReason.STOP));
    assertThat(chat.session.messages().get(2).versions()).containsExactly(3L, 5L);
    assertThat(chat.shown()).contains("user 5 (complete): b!", "assistant 6 (complete): B!");
    assertThat(chat.mirror.composer).isEmpty();
  }

  @Test
  void aRefusedEditIsGivenBackToItsEditorWithAllThatWasThere() {
    OpenChat chat = fourMessages();
    List<String> before = chat.shown();
    chat.session.editMessage(1, "a!", Optional.empty());
    chat.transport.stream().refuse(409, "answer_running");
    assertThat(chat.shown()).isEqualTo(before);
    assertThat(chat.mirror.log).contains("rolled back edit of 1: a!");
    assertThat(chat.mirror.error).map(ChatError::code).contains("answer_running");
    assertThat(chat.session.messages()).allMatch(message -> message.versions().isEmpty());
    chat.session.retry();
    assertThat(chat.transport.sends).hasSize(2);
    assertThat(chat.transport.sends.getLast().versionOf()).hasValue(1);
  }

  @Test
  void anEditWhoseFateIsUnknownIsTriedAgainUnderItsId() {
    OpenChat chat = fourMessages();
    chat.session.editMessage(3, "b!", Optional.empty());
    while (chat.session.isStreaming()) {
      chat.transport.stream().failNetwork();
      chat.scheduler.advance(60_000);
    }
    chat.session.editMessage(3, "b!", Optional.empty());
    assertThat(chat.transport.sends)
        .extracting(SendRequest::clientMessageId)
        .containsOnly("send-1");
    chat.transport.stream().refuse(422, "invalid_field");
    // The same text at the end of the chat is another send.
    chat.session.sendMessage("b!");
    assertThat(chat.transport.sends.getLast().clientMessageId()).isEqualTo("send-2");
  }

  @Test
  void onlyAStoredMessageOfTheUserIsEditedAndOnlyWhenNothingRuns() {
    OpenChat chat = fourMessages();
    assertThat(chat.session.editMessage(2, "x", Optional.empty())).isFalse();
    assertThat(chat.session.editMessage(99, "x", Optional.empty())).isFalse();
    assertThat(chat.session.editMessage(1, " \n", Optional.empty())).isFalse();
    chat.session.sendMessage("c");
    assertThat(chat.session.editMessage(1, "x", Optional.empty())).isFalse();
    assertThat(chat.session.editMessage(-1, "x", Optional.empty())).isFalse();
    assertThat(chat.transport.sends).hasSize(1);
  }

  @Test
  void aVersionIsShownWhenTheServerHasItSo() {
    OpenChat chat = twoVersions();
    chat.session.showVersion(2);
    assertThat(chat.transport.made()).isEmpty();
    chat.session.showVersion(3);
    chat.session.showVersion(3);
    assertThat(chat.transport.made()).containsExactly("show 3");
    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 2 (complete): A");
    chat.transport.done().done();
    chat.transport
        .load()
        .succeed(List.of(user(1, "a"), answer(3, "A2").withVersions(List.of(2L, 3L))));
    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 3 (complete): A2");
    chat.session.sendMessage("b");
    assertThat(chat.transport.sends.getLast().parentId()).isEmpty();
  }

  @Test
  void aSendFollowsTheMessageInViewUntilAnotherVersionIs() {
    OpenChat asked = twoVersions();
    asked.session.showVersion(3);
    asked.session.sendMessage("b");
    assertThat(asked.transport.sends.getLast().parentId()).hasValue(2);
    assertThat(asked.transport.calls)
        .anyMatch(call -> call.what.equals("show 3") && call.cancelled);

    OpenChat done = twoVersions();
    done.session.showVersion(3);
    done.transport.done().done();
    done.session.sendMessage("b");
    assertThat(done.transport.sends.getLast().parentId()).isEqualTo(OptionalLong.of(2));
  }

  @Test
  void aVersionThatIsRefusedIsSaidAndWhatIsStoredIsLoaded() {
    OpenChat chat = twoVersions();
    int loads = chat.transport.loadCount();
    chat.session.showVersion(3);
    chat.transport.done().refuse(409, "answer_running");
    assertThat(chat.mirror.error).map(ChatError::canRetry).contains(false);
    assertThat(chat.transport.loadCount()).isEqualTo(loads + 1);
    chat.session.showVersion(3);
    chat.transport.done().failNetwork();
    chat.session.retry();
    assertThat(chat.transport.made()).containsExactly("show 3", "show 3", "show 3");
  }

  @Test
  void noVersionIsShownWhileAnAnswerRunsOrAfterTheClose() {
    OpenChat chat = twoVersions();
    chat.session.regenerate(2);
    chat.session.showVersion(3);
    assertThat(chat.transport.made()).containsExactly("regenerate 2");
    OpenChat closed = twoVersions();
    closed.session.showVersion(3);
    closed.session.close();
    assertThat(closed.transport.done().cancelled).isTrue();
    closed.session.showVersion(3);
    assertThat(closed.transport.made()).containsExactly("show 3");
  }

  @Test
  void aDeletedVersionLeadsToTheHistoryOfTheOneThatTookItsPlace() {
    OpenChat chat = twoVersions();
    int loads = chat.transport.loadCount();
    chat.session.deleteMessage(2);
    chat.transport.done().done();
    assertThat(chat.transport.loadCount()).isEqualTo(loads + 1);
    chat.transport.load().succeed(List.of(user(1, "a"), answer(3, "A2")));
    assertThat(chat.shown()).containsExactly("user 1 (complete): a", "assistant 3 (complete): A2");
    assertThat(chat.session.messages().getLast().versions()).isEmpty();
  }

  @Test
  void aFurtherAnswerIsOneMoreVersionFromItsBeginning() {
    OpenChat chat = twoVersions();
    chat.session.regenerate(2);
    chat.transport.stream()
        .open()
        .event(1, new MessageStart(Optional.empty(), answer(4, "", MessageStatus.STREAMING)));
    assertThat(chat.session.messages().getLast().versions()).containsExactly(2L, 3L, 4L);
    chat.mirror.assertShows(chat.session);
  }

  private static OpenChat fourMessages() {
    return OpenChat.with(user(1, "a"), answer(2, "A"), user(3, "b"), answer(4, "B"));
  }

  private static OpenChat twoVersions() {
    return OpenChat.with(user(1, "a"), answer(2, "A").withVersions(List.of(2L, 3L)));
  }

  private static MessageStart startOfEdit() {
    return new MessageStart(Optional.of(user(5, "b!")), answer(6, "", MessageStatus.STREAMING));
  }
}
