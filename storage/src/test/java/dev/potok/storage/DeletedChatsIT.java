package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static dev.potok.storage.OpenStorage.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.ChangeFeed;
import dev.potok.engine.Chats;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Projects;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.MessageRead;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chats and projects that are deleted, restored, pinned and archived. */
@Timeout(60)
class DeletedChatsIT {
  @TempDir Path folder;
  private final StepModel model = new StepModel();
  private OpenStorage open;

  @BeforeEach
  void open() {
    open = OpenStorage.over(folder, model);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void aDeletedChatIsGoneForEveryCallUntilItIsRestored() throws Exception {
    long chat = open.newChat();
    ChangeFeed.ChangeReader changes = open.changes.read(ME, Optional.empty());
    model.says("Hi").finishes();
    readAll(open.send(chat, "Hello"));
    awaitEndTold(changes);
    List<MessageRead> history = open.history(chat);
    long answer = history.getLast().id();
    open.chats.delete(ME, chat);
    assertThatThrownBy(() -> open.chats.get(ME, chat)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.chats.delete(ME, chat)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.history(chat)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.messages.get(ME, chat, answer))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.messages.restore(ME, chat, answer))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.answers.read(ME, answer, OptionalLong.empty()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.send(chat, "more")).isInstanceOf(NotFoundException.class);
    assertThat(listed(false)).isEmpty();
    ChatRead restored = open.chats.restore(ME, chat);
    assertThat(restored.title()).isEqualTo("Hello");
    assertThat(open.history(chat)).isEqualTo(history);
    assertThat(listed(false)).containsExactly(chat);
    LiveEvent.ChatChanged changed = new LiveEvent.ChatChanged(restored);
    assertThat(next(changes)).containsExactly(new LiveEvent.ChatDeleted(chat), changed);
  }

  /** The end of an answer is told when its readers know it already, and its chat's change last. */
  private static void awaitEndTold(ChangeFeed.ChangeReader changes) throws InterruptedException {
    List<LiveEvent.Change> told = new ArrayList<>();
    do {
      told.addAll(next(changes));
    } while (told.stream().noneMatch(LiveEvent.AnswerEnded.class::isInstance)
        || !(told.getLast() instanceof LiveEvent.ChatChanged));
  }

  private static List<LiveEvent.Change> next(ChangeFeed.ChangeReader changes)
      throws InterruptedException {
    List<LiveEvent.Change> next =
        changes.next(OpenStorage.SOON).orElseThrow().stream().map(ChangeFeed.Told::change).toList();
    assertThat(next).isNotEmpty();
    return next;
  }

  @Test
  void aProjectComesBackWithTheChatsThatWentWithIt() throws Exception {
    long project =
        open.projects.create(ME, new Projects.Fields("Stock", "", Optional.empty())).id();
    long before = open.newChat(OptionalLong.of(project));
    long with = open.newChat(OptionalLong.of(project));
    open.chats.delete(ME, before);
    // Else both deletions could be of the same millisecond.
    open.awaitNextMillisecond();
    open.projects.delete(ME, project);
    assertThatThrownBy(() -> open.projects.get(ME, project)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> open.chats.restore(ME, with)).isInstanceOf(NotFoundException.class);
    assertThat(open.projects.restore(ME, project).name()).isEqualTo("Stock");
    assertThat(listed(false)).contains(with).doesNotContain(before);
    assertThat(open.chats.restore(ME, before).projectId()).hasValue(project);
  }

  @Test
  void whatWasDeletedTooLongAgoStaysDeleted() throws Exception {
    long chat = open.newChat();
    open.chats.delete(ME, chat);
    assertThat(open.storage.chats().restore(ME, chat, Duration.ofSeconds(-10))).isEmpty();
    open.storage.chats().purgeDeleted(Duration.ofSeconds(-10));
    assertThatThrownBy(() -> open.chats.restore(ME, chat)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void pinnedChatsComeFirstAndArchivedOnesApart() {
    long old = open.newChat();
    long archived = open.newChat();
    long newest = open.newChat();
    set(old, true, false);
    set(archived, true, true);
    assertThat(listed(false)).containsExactly(old, newest);
    assertThat(listed(true)).containsExactly(archived);
    Chats.Page first =
        open.chats.list(ME, new Chats.Query(OptionalLong.empty(), "", Optional.empty(), 1));
    assertThat(first.hasMore()).isTrue();
    ChatRead last = first.chats().getLast();
    Chats.Place place =
        new Chats.Place(last.pinned(), Instant.parse(last.updatedAt()).toEpochMilli(), last.id());
    assertThat(
            open.chats
                .list(ME, new Chats.Query(OptionalLong.empty(), "", Optional.of(place), 1))
                .chats())
        .extracting(ChatRead::id)
        .containsExactly(newest);
  }

  private void set(long chat, boolean pinned, boolean archived) {
    open.chats.update(
        ME,
        chat,
        _ ->
            new Chats.Fields(
                OptionalLong.empty(), "", Optional.empty(), ChatOptions.NONE, pinned, archived));
  }

  private List<Long> listed(boolean archived) {
    return open
        .chats
        .list(ME, new Chats.Query(OptionalLong.empty(), archived, "", Optional.empty(), 10))
        .chats()
        .stream()
        .map(ChatRead::id)
        .toList();
  }
}
