package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.web.state.MessageQueues.Queued;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was written in a deleted chat and not sent is there again when the deletion is undone. */
class DeletedPlacesTest {
  private static final Route.Chat CHAT = new Route.Chat(5);

  private final MapStore store = new MapStore();
  private final Drafts drafts = new Drafts(store, new MapStore());
  private long now = 1_700_000_000_000L;
  private int names;
  private final MessageQueues queues =
      new MessageQueues(store, () -> ++now, () -> "name" + ++names);
  private final DeletedPlaces deleted = new DeletedPlaces(drafts, queues);

  @Test
  void draftEditsAndQueueComeBackAndTheQueueWaits() {
    drafts.put(CHAT, "the next message");
    drafts.putEdit(CHAT, 7, "a better one");
    queues.add(5, "second", Optional.of("model"));
    queues.add(5, "third", Optional.empty());
    List<Queued> before = queues.of(5);
    DeletedPlaces.Deletion deletion = deleted.begin();
    deletion.add(CHAT, "the next message, as it is shown");
    drafts.forget(CHAT);
    queues.clear(5);
    assertThat(deleted.contains(CHAT)).isTrue();

    deletion.takenBack();
    assertThat(deleted.contains(CHAT)).isFalse();
    assertThat(drafts.get(CHAT)).isEqualTo("the next message, as it is shown");
    assertThat(drafts.edit(CHAT, 7)).isEqualTo("a better one");
    assertThat(queues.of(5)).isEqualTo(before);
    assertThat(queues.waits(5)).isTrue();
  }

  @Test
  void whereNothingWasWrittenNothingIsLeftBehind() {
    DeletedPlaces.Deletion deletion = deleted.begin();
    deletion.add(CHAT, "");
    deletion.add(new Route.Project(1), "");
    deletion.takenBack();
    assertThat(store.values).isEmpty();
  }

  @Test
  void aDeletionThatIsRefusedIsNoneOfThisWindow() {
    DeletedPlaces.Deletion other = deleted.begin();
    other.add(new Route.Chat(6), "");
    DeletedPlaces.Deletion deletion = deleted.begin();
    deletion.add(CHAT, "");
    deletion.add(new Route.Project(1), "");
    deletion.refused();
    assertThat(deleted.contains(CHAT)).isFalse();
    assertThat(deleted.contains(new Route.Project(1))).isFalse();
    assertThat(deleted.contains(new Route.Chat(6))).isTrue();
  }
}
