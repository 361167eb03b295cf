package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.chat.SendRequest;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import dev.potok.web.state.UnsettledSends.Lost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What was sent comes back once if nothing came of it, and never if the server has kept it. */
class UnsettledSendsTest {
  private static final long CHAT = 5;
  private static final MessageRead BEFORE = message(2, Role.ASSISTANT, "Hi.");

  private final MapStore store = new MapStore();
  private final MapStore tab = new MapStore();
  private long now = 1_700_000_000_000L;
  private final UnsettledSends sends = new UnsettledSends(store, tab, () -> now);
  private final UnsettledSends elsewhere = new UnsettledSends(store, new MapStore(), () -> now);

  @Test
  void whatTheServerHasNotIsGivenBackOnceWhenItsWindowHasLeft() {
    String key = send("a", "precious");
    assertThat(lost(elsewhere, BEFORE)).isEmpty();
    sends.release(key);
    assertThat(lost(elsewhere, BEFORE)).containsExactly("precious");
    assertThat(lost(elsewhere, BEFORE)).isEmpty();
    assertThat(lost(sends, BEFORE)).isEmpty();
    assertThat(store.values).isEmpty();
  }

  @Test
  void whatAPageLooksAfterIsItsOwn() {
    String key = send("a", "precious");
    assertThat(sends.settle(sends.keys(CHAT), key, List.of(BEFORE), true)).isEmpty();
    assertThat(lost(elsewhere, BEFORE)).isEmpty();
    assertThat(store.values).containsKey(key);
  }

  @Test
  void aTabThatBrokeDownTakesItsOwnBackAtOnceAndOthersWhenItsWordHoldsNoMore() {
    send("a", "precious");
    send("b", "too");
    assertThat(sends.settle(List.of("potok.sent/5/a"), "", List.of(BEFORE), true))
        .extracting(Lost::text)
        .containsExactly("precious");
    now += UnsettledSends.CLAIM_MILLIS - 1;
    assertThat(lost(elsewhere, BEFORE)).isEmpty();
    now++;
    assertThat(lost(elsewhere, BEFORE)).containsExactly("too");
  }

  @Test
  void whatTheServerHasKeptIsForgotten() {
    sends.release(send("a", "precious"));
    MessageRead sent = message(3, Role.USER, "precious");
    MessageRead empty = message(4, Role.ASSISTANT, "").withStatus(MessageStatus.STREAMING);
    assertThat(lost(sends, BEFORE, sent, empty)).isEmpty();
    assertThat(sends.keys(CHAT)).hasSize(1);
    assertThat(lost(sends, BEFORE, sent, empty.withContent("Well"))).isEmpty();
    assertThat(sends.keys(CHAT)).isEmpty();

    sends.release(send("b", "precious"));
    assertThat(lost(sends, BEFORE, sent)).isEmpty();
    assertThat(store.values).isEmpty();
    assertThat(tab.values).isEmpty();
  }

  @Test
  void anEqualMessageOfBeforeIsAnotherOne() {
    sends.release(send("a", "again"));
    assertThat(lost(sends, message(1, Role.USER, "again"), BEFORE)).containsExactly("again");
  }

  @Test
  void aHistoryThatWasAskedForBeforeTheSendKnowsNothingOfIt() {
    List<String> asked = sends.keys(CHAT);
    sends.release(send("a", "precious"));
    assertThat(sends.settle(asked, "", List.of(BEFORE), true)).isEmpty();
    assertThat(sends.keys(CHAT)).hasSize(1);
  }

  @Test
  void nothingComesBackWhileAnAnswerRunsOrWhereTheHistoryDoesNotReach() {
    sends.release(send("a", "precious"));
    MessageRead running = message(9, Role.ASSISTANT, "").withStatus(MessageStatus.STREAMING);
    assertThat(lost(sends, BEFORE, running)).isEmpty();
    MessageRead later = message(80, Role.USER, "later");
    assertThat(sends.settle(sends.keys(CHAT), "", List.of(later), false)).isEmpty();
    assertThat(sends.settle(sends.keys(CHAT), "", List.of(BEFORE, later), false)).hasSize(1);
  }

  @Test
  void aFailureIsTakenBackByTheWindowThatHasSent() {
    String key = send("a", "precious");
    assertThat(elsewhere.takeBack(CHAT, "precious", "")).isFalse();
    sends.release(key);
    assertThat(elsewhere.takeBack(CHAT, "precious", "")).isFalse();
    assertThat(sends.takeBack(CHAT, "precious", key)).isTrue();
    assertThat(store.values).isEmpty();
    assertThat(elsewhere.takeBack(CHAT, "of another browser", "")).isTrue();
  }

  @Test
  void aVersionKnowsWhatItIsAVersionOf() {
    SendRequest edit =
        new SendRequest("better", "a", Optional.empty(), OptionalLong.empty(), OptionalLong.of(1));
    sends.keep(CHAT, edit, 2);
    assertThat(sends.settle(sends.keys(CHAT), "", List.of(BEFORE), true))
        .extracting(Lost::versionOf)
        .containsExactly(OptionalLong.of(1));
  }

  @Test
  void aChatThatIsGoneTakesItsSendsAlongAndNoOthers() {
    send("a", "precious");
    String other = sends.keep(51, new SendRequest("other", "b", Optional.empty()), 0);
    sends.forget(CHAT);
    assertThat(store.values).containsOnlyKeys(other);
  }

  private String send(String name, String text) {
    String key = sends.keep(CHAT, new SendRequest(text, name, Optional.empty()), 2);
    sends.claim(key);
    return key;
  }

  private static List<String> lost(UnsettledSends sends, MessageRead... history) {
    return sends.settle(sends.keys(CHAT), "", List.of(history), true).stream()
        .map(Lost::text)
        .toList();
  }

  private static MessageRead message(long id, Role role, String text) {
    return new MessageRead(
        id,
        CHAT,
        OptionalLong.empty(),
        role,
        text,
        "2026-11-22T10:00:00Z",
        MessageStatus.COMPLETE,
        MessageMetadata.NONE);
  }
}
