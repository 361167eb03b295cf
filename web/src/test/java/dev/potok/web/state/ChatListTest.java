package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.ChatRead;
import dev.potok.web.api.Resources.ChatPart;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The list of chats keeps its order through all that changes in it. */
class ChatListTest {
  private final ChatList list = new ChatList();

  private static ChatRead chat(long id, int second) {
    return new ChatRead(
        id,
        OptionalLong.empty(),
        "chat " + id,
        Optional.empty(),
        OptionalLong.empty(),
        "2026-11-22T10:00:00Z",
        "2026-11-22T10:00:" + (second < 10 ? "0" : "") + second + ".5Z");
  }

  private List<Long> ids() {
    return list.chats().stream().map(ChatRead::id).toList();
  }

  private void first(Optional<String> cursor, ChatRead... chats) {
    list.first(new ChatPart(List.of(chats), cursor));
  }

  @Test
  void aNewChatStandsWhereItsTimePutsIt() {
    first(Optional.empty(), chat(3, 30), chat(1, 10));
    list.add(chat(4, 40));
    list.add(chat(2, 20));
    list.add(chat(5, 5));
    assertThat(ids()).containsExactly(4L, 3L, 2L, 1L, 5L);
  }

  @Test
  void aChatInWhichSomethingWasSaidComesToTheFront() {
    first(Optional.empty(), chat(3, 30), chat(2, 20), chat(1, 10));
    list.replace(chat(1, 40));
    assertThat(ids()).containsExactly(1L, 3L, 2L);
  }

  @Test
  void aChatThatIsOnlyRenamedStaysInItsPlace() {
    first(Optional.empty(), chat(3, 30), chat(2, 30), chat(1, 30));
    list.replace(chat(1, 30));
    assertThat(ids()).containsExactly(3L, 2L, 1L);
  }

  @Test
  void whatBelongsToAPartThatWasNotAskedForIsNotAdded() {
    first(Optional.of("next"), chat(3, 30), chat(2, 20));
    list.add(chat(1, 10));
    assertThat(ids()).containsExactly(3L, 2L);
    list.further(new ChatPart(List.of(chat(1, 10)), Optional.empty()));
    assertThat(ids()).containsExactly(3L, 2L, 1L);
  }

  @Test
  void aFurtherPartDoublesNothing() {
    first(Optional.of("next"), chat(3, 30), chat(2, 20));
    list.replace(chat(2, 40));
    list.further(new ChatPart(List.of(chat(2, 20), chat(1, 10)), Optional.empty()));
    assertThat(ids()).containsExactly(2L, 3L, 1L);
  }

  @Test
  void aChatThatIsGoneGoes() {
    first(Optional.empty(), chat(3, 30), chat(2, 20));
    list.remove(3);
    list.remove(99);
    assertThat(ids()).containsExactly(2L);
    assertThat(list.find(3)).isEmpty();
  }
}
