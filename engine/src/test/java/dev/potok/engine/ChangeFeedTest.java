package dev.potok.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.ChangeFeed.ChangeReader;
import dev.potok.engine.ChangeFeed.Told;
import dev.potok.protocol.LiveEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChangeFeedTest {
  private static final Owner ME = Owner.LOCAL;
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ChangeFeed feed = new ChangeFeed("a");

  @Test
  void aReaderIsToldWhatComesAfterItBegan() throws Exception {
    publish(1);
    ChangeReader reader = feed.read(ME, Optional.empty());
    publish(2, 3);

    assertThat(reader.missed()).isTrue();
    assertThat(chats(next(reader))).containsExactly(2L, 3L);
    assertThat(reader.next(Duration.ZERO)).hasValue(List.of());
  }

  @Test
  void aReaderGoesOnFromItsPosition() throws Exception {
    ChangeReader first = feed.read(ME, Optional.empty());
    publish(1, 2, 3);
    List<Told> told = next(first);

    ChangeReader second = feed.read(ME, Optional.of(told.getFirst().position()));

    assertThat(second.missed()).isFalse();
    assertThat(chats(next(second))).containsExactly(2L, 3L);
    assertThat(second.position()).isEqualTo(first.position());
    assertThat(feed.read(ME, Optional.of(second.position())).missed()).isFalse();
  }

  @Test
  void aPositionThatIsNotKnownBeginsNow() throws Exception {
    publish(1, 2);
    for (String position : List.of("", "a", "a-", "a-x", "a-3", "a--1", "b-1", "1", "a-1-1")) {
      ChangeReader reader = feed.read(ME, Optional.of(position));

      assertThat(reader.missed()).as(position).isTrue();
      assertThat(reader.next(Duration.ZERO)).hasValue(List.of());
      assertThat(reader.position()).isEqualTo("a-2");
    }
  }

  @Test
  void aPositionThatTheMemoryNoLongerReachesBeginsNow() throws Exception {
    for (int i = 1; i <= ChangeFeed.KEPT + 1; i++) {
      publish(i);
    }

    ChangeReader reached = feed.read(ME, Optional.of("a-1"));
    assertThat(reached.missed()).isFalse();
    assertThat(next(reached)).hasSize(ChangeFeed.KEPT);
    assertThat(feed.read(ME, Optional.of("a-0")).missed()).isTrue();
  }

  @Test
  void aReaderThatIsTooSlowIsToldSoAndGoesOn() throws Exception {
    ChangeReader reader = feed.read(ME, Optional.empty());
    for (int i = 1; i <= ChangeFeed.KEPT + 1; i++) {
      publish(i);
    }

    assertThat(reader.next(SOON)).isEmpty();
    publish(7);
    assertThat(chats(next(reader))).containsExactly(7L);
  }

  @Test
  void aChangeThatCannotBeReadFailsNobodyAndTheNextIsTold() throws Exception {
    ChangeReader reader = feed.read(ME, Optional.empty());
    feed.publish(
        ME,
        () -> {
          throw new StorageException("the disk is gone");
        });
    publish(2);

    assertThat(chats(next(reader))).containsExactly(2L);
  }

  @Test
  void oneOwnerIsNotToldOfAnother() throws Exception {
    ChangeReader other = feed.read(new Owner(2), Optional.empty());
    publish(1);
    assertThat(other.next(Duration.ZERO)).hasValue(List.of());
  }

  @Test
  void aWaitingReaderIsWokenByAChangeAndByTheClose() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ChangeReader reader = feed.read(ME, Optional.empty());
      Future<List<Told>> waiting = threads.submit(() -> next(reader));
      publish(1);
      assertThat(chats(waiting.get())).containsExactly(1L);

      Future<List<Told>> ending = threads.submit(() -> next(reader));
      feed.close();
      assertThat(ending.get()).isEmpty();
      assertThat(reader.closed()).isTrue();
    }
  }

  /** Whoever reads later publishes later, so the last that is told is the newest that was read. */
  @Test
  void ofManyReadingsAtOnceTheLastToldIsTheNewest() throws Exception {
    AtomicLong stored = new AtomicLong();
    ChangeReader reader = feed.read(ME, Optional.empty());
    CountDownLatch go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(() -> {
          awaitOpen(go);
          stored.incrementAndGet();
          feed.publish(ME, () -> Optional.of(new LiveEvent.ChatDeleted(stored.get())));
        });
      }
      go.countDown();
    }

    List<Long> told = new ArrayList<>();
    while (told.size() < 200) {
      told.addAll(chats(next(reader)));
    }
    assertThat(told).isSorted();
    assertThat(told.getLast()).isEqualTo(200);
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void publish(long... chats) {
    for (long chat : chats) {
      feed.publish(ME, new LiveEvent.ChatDeleted(chat));
    }
  }

  private static List<Told> next(ChangeReader reader) throws InterruptedException {
    return reader.next(SOON).orElseThrow();
  }

  private static List<Long> chats(List<Told> told) {
    return told.stream().map(one -> ((LiveEvent.ChatDeleted) one.change()).chatId()).toList();
  }
}
