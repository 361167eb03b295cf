package dev.potok.chat;

import static dev.potok.chat.OpenChat.answer;
import static dev.potok.chat.OpenChat.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.FinishReason;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of a long history the end is loaded, and what comes before when it is asked for. */
class ChatSessionPagesTest {
  private static final int PAGE = Paging.USUAL.page();

  /** Messages from one id to another, users and answers by turns. */
  private static List<MessageRead> history(long from, long to) {
    List<MessageRead> history = new ArrayList<>();
    for (long id = from; id <= to; id++) {
      history.add(id % 2 == 1 ? user(id, "m" + id) : answer(id, "m" + id));
    }
    return history;
  }

  /** A chat that shows the messages from an id to 1,000. */
  private static OpenChat openedFrom(long from) {
    OpenChat chat = new OpenChat();
    chat.session.loadMessages();
    chat.transport.load().succeed(history(1001 - PAGE, 1000));
    while (chat.session.messages().getFirst().id() > from) {
      long first = chat.session.messages().getFirst().id();
      chat.session.loadEarlier();
      chat.transport.load().succeed(history(first - PAGE, first - 1));
    }
    return chat;
  }

  private static void assertShows(OpenChat chat, long from, long to) {
    chat.mirror.assertShows(chat.session);
    assertThat(chat.session.messages().stream().map(ChatMessage::id))
        .isEqualTo(history(from, to).stream().map(MessageRead::id).toList());
  }

  private static int lastLimit(OpenChat chat) {
    return chat.transport.limits.getLast();
  }

  @Test
  void aChatOpensWithItsNewestPage() {
    OpenChat chat = openedFrom(1001 - PAGE);
    assertThat(lastLimit(chat)).isEqualTo(PAGE);
    assertShows(chat, 1001 - PAGE, 1000);
    assertThat(chat.session.hasEarlier()).isTrue();
    assertThat(OpenChat.with(user(1, "a")).session.hasEarlier()).isFalse();
  }

  @Test
  void earlierMessagesComeAPageAtATimeUntilTheBeginning() {
    OpenChat chat = openedFrom(101);
    chat.session.loadEarlier();
    chat.session.loadEarlier();
    ScriptedTransport.Asked<List<MessageRead>> call = chat.transport.load();
    assertThat(call.what).isEqualTo("load before 101");
    assertThat(lastLimit(chat)).isEqualTo(PAGE);
    call.succeed(history(101 - PAGE, 100));
    assertShows(chat, 101 - PAGE, 1000);
    chat.session.loadEarlier();
    chat.transport.load().succeed(history(30, 100 - PAGE));
    assertShows(chat, 30, 1000);
    assertThat(chat.session.hasEarlier()).isFalse();
    int loads = chat.transport.loadCount();
    chat.session.loadEarlier();
    assertThat(chat.transport.loadCount()).isEqualTo(loads);
  }

  @Test
  void aPageThatFailsIsAskedForAgain() {
    OpenChat chat = openedFrom(101);
    chat.session.loadEarlier();
    chat.transport.load().failNetwork();
    int loads = chat.transport.loadCount();
    chat.waitForAttempt();
    assertThat(chat.transport.loadCount()).isEqualTo(loads + 1);
    chat.transport.load().succeed(history(51, 100));
    assertShows(chat, 51, 1000);
    assertThat(chat.session.error()).isEmpty();
  }

  @Test
  void whereTheFirstMessageIsGoneWhatIsShownIsReadAgain() {
    OpenChat chat = openedFrom(1001 - PAGE);
    chat.session.loadEarlier();
    chat.transport.load().refuse(404, "message_not_found");
    ScriptedTransport.Asked<List<MessageRead>> reload = chat.transport.load();
    assertThat(reload.what).isEqualTo("load");
    List<MessageRead> changed = history(1000 - PAGE, 1000);
    changed.remove(1);
    reload.succeed(changed);
    chat.mirror.assertShows(chat.session);
    assertThat(chat.session.messages()).hasSize(PAGE);
    assertThat(chat.transport.load().what).isEqualTo("load before " + (1000 - PAGE));
  }

  @Test
  void theEndOfAnAnswerReadsTheNewestPageAndNoMore() {
    OpenChat chat = openedFrom(501);
    chat.session.sendMessage("m1001");
    ScriptedTransport.Stream stream = chat.transport.stream().open();
    stream.event(
        1,
        new MessageStart(
            Optional.of(user(1001, "m1001")), answer(1002, "", MessageStatus.STREAMING)));
    stream.event(2, new MessageEnd(answer(1002, "m1002"), FinishReason.STOP));
    assertThat(lastLimit(chat)).isEqualTo(PAGE);
    chat.transport.load().succeed(history(1003 - PAGE, 1002));
    assertShows(chat, 501, 1002);
    assertThat(chat.session.hasEarlier()).isTrue();
  }

  @Test
  void aChangeElsewhereReadsAllThatIsShown() {
    OpenChat chat = openedFrom(501);
    chat.session.changed(new LiveEvent.MessagesChanged(OpenChat.CHAT));
    assertThat(lastLimit(chat)).isEqualTo(500);
    List<MessageRead> changed = new ArrayList<>(history(500, 1000));
    changed.removeIf(message -> message.id() == 700);
    chat.transport.load().succeed(changed);
    chat.mirror.assertShows(chat.session);
    assertThat(chat.session.messages()).hasSize(500).noneMatch(message -> message.id() == 700);
  }

  @Test
  void whatChangesWhileAnEarlierPageIsOnItsWayIsNotLost() {
    OpenChat chat = openedFrom(501);
    chat.session.loadEarlier();
    ScriptedTransport.Asked<List<MessageRead>> stale = chat.transport.load();
    chat.session.changed(new LiveEvent.MessagesChanged(OpenChat.CHAT));
    assertThat(stale.cancelled).isTrue();
    chat.transport.load().succeed(history(501, 1000));
    ScriptedTransport.Asked<List<MessageRead>> page = chat.transport.load();
    assertThat(page.what).isEqualTo("load before 501");
    page.succeed(history(501 - PAGE, 500));
    assertShows(chat, 501 - PAGE, 1000);
  }

  @Test
  void aMessageIsSoughtInLongPages() {
    OpenChat chat = openedFrom(1001 - PAGE);
    chat.session.seekMessage(20, true);
    assertThat(lastLimit(chat)).isEqualTo(Paging.USUAL.most());
    chat.transport.load().succeed(history(1, 1000 - PAGE));
    assertShows(chat, 1, 1000);
    assertThat(chat.mirror.sought).containsExactly("20 found");
  }

  @Test
  void aMessageOnAnotherPathIsSoughtByShowingThat() {
    OpenChat chat = OpenChat.with(user(1, "a"), answer(3, "new"));
    chat.session.seekMessage(2, true);
    chat.transport.done().done();
    assertThat(chat.mirror.sought).isEmpty();
    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "old")));
    assertThat(chat.mirror.sought).containsExactly("2 found");
    chat.session.seekMessage(77, true);
    chat.transport.done().refuse(404, "message_not_found");
    chat.transport.load().succeed(List.of(user(1, "a"), answer(2, "old")));
    assertThat(chat.mirror.sought).containsExactly("2 found", "77 not found");
  }

  @Test
  void aListThatWasDeletedIsFilledFromBefore() {
    OpenChat chat = openedFrom(1001 - PAGE);
    for (MessageRead message : history(1001 - PAGE, 1000)) {
      chat.session.deleteMessage(message.id());
    }
    assertThat(chat.transport.load().what).isEqualTo("load before " + (1001 - PAGE));
  }
}
