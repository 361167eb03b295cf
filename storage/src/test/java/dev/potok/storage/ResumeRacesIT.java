package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.LoggedEvent;
import dev.potok.protocol.MessageEnd;
import dev.potok.protocol.MessageRead;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers go on from any position, while the answer grows, ends, and its log is removed. */
@Timeout(120)
class ResumeRacesIT {

  /** More than the tail in memory holds, so that readers must go to the store. */
  private static final int PIECES = 60;

  private static final String PIECE = "0123456789abcdef".repeat(512);

  @TempDir Path folder;
  private final GatedModel model = new GatedModel();
  private OpenStorage open;
  private long chat;

  @BeforeEach
  void open() {
    open = OpenStorage.over(folder, model);
    chat = open.newChat();
  }

  @AfterEach
  void close() {
    await().until(() -> open.answers.runningCount() == 0);
    open.close();
    assertThat(SqliteCheck.find(folder).found()).isEmpty();
  }

  @Test
  void everyPositionOfARunningAnswerIsAPlaceToGoOn() throws Exception {
    GatedModel.Plan plan = model.plan("q", "a", "b", "c");
    AnswerReader first = open.send(chat, "q");
    Seen begun = new Seen().readUntil(first, 3);
    List<Future<Seen>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long after = -1; after <= begun.position() + 5; after++) {
        AnswerReader reader = read(first.messageId(), after);
        Seen seen = holding(first.messageId(), after, begun);
        readers.add(threads.submit(() -> seen.readOn(reader)));
      }
      plan.finish();
      for (Future<Seen> reader : readers) {
        assertThat(reader.get().text()).isEqualTo("abc");
        assertThat(reader.get().end()).isInstanceOf(MessageEnd.class);
      }
    }
  }

  @Test
  void everyPositionOfAnEndedAnswerIsAPlaceToGoOnWithAndWithoutItsLog() throws Exception {
    model.plan("q", "a", "b", "c").finish();
    AnswerReader first = open.send(chat, "q");
    Seen whole = Seen.whole(first);
    await().until(() -> open.answers.runningCount() == 0);
    for (int purges = 0; purges < 2; purges++) {
      for (long after = -1; after <= whole.position() + 5; after++) {
        Seen seen = holding(first.messageId(), after, whole);
        seen.readOn(read(first.messageId(), after));
        // Who is past the end is told the end, which holds the text.
        if (after <= whole.position()) {
          assertThat(seen.text()).as("after " + after).isEqualTo("abc");
        }
        assertThat(seen.end()).isEqualTo(whole.end());
        assertThat(seen.position()).isEqualTo(whole.position());
      }
      purge();
    }
  }

  @Test
  void aReaderBehindTheTailGoesOnThoughTheLogIsPurgedBetweenItsReads() throws Exception {
    model.plan("q", pieces()).finish();
    AnswerReader reader = open.send(chat, "q");
    Seen slow = new Seen();
    reader.next(OpenStorage.SOON).forEach(slow::accept);
    Seen quick = Seen.whole(open.answers.read(ME, chat, reader.messageId(), OptionalLong.of(0)));
    await().until(() -> open.answers.runningCount() == 0);
    AnswerReader ofEnded = open.answers.read(ME, chat, reader.messageId(), OptionalLong.of(0));
    Seen slowToo = new Seen().readUntil(ofEnded, 1);
    assertThat(slow.position()).isLessThan(quick.position() - 1);
    assertThat(slowToo.position()).isLessThan(quick.position() - 1);

    assertThat(purge()).isPositive();
    for (Seen seen : List.of(slow.readOn(reader), slowToo.readOn(ofEnded))) {
      assertThat(seen.text()).isEqualTo(PIECE.repeat(PIECES));
      assertThat(seen.end()).isEqualTo(quick.end());
      // The text so far has come instead of the events that are gone.
      assertThat(seen.starts()).isEqualTo(2);
    }
  }

  @Test
  void theLogOfARunningAnswerIsNeverPurged() throws Exception {
    GatedModel.Plan plan = model.plan("q", pieces());
    AnswerReader reader = open.send(chat, "q");
    Seen slow = new Seen();
    reader.next(OpenStorage.SOON).forEach(slow::accept);
    new Seen()
        .readUntil(
            open.answers.read(ME, chat, reader.messageId(), OptionalLong.empty()),
            PIECE.length() * PIECES);
    assertThat(purge()).isZero();
    plan.finish();
    slow.readOn(reader);
    assertThat(slow.text()).isEqualTo(PIECE.repeat(PIECES));
    assertThat(slow.starts()).isEqualTo(1);
  }

  @Test
  void readersThatComeAndGoWhileTheAnswerEndsAndItsLogIsPurgedAllHaveTheSameText() {
    Race.rounds(
        40,
        (round, random) -> {
          GatedModel.Plan plan = model.plan("q" + round, pieces());
          long id = open.send(chat, "q" + round).messageId();
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> readers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
              long seed = random.nextLong();
              readers.add(threads.submit(() -> comeAndGo(id, new Random(seed))));
            }
            Future<?> purging =
                threads.submit(() -> {
                  while (open.answers.runningCount() > 0) {
                    purge();
                  }
                  purge();
                });
            plan.finish();
            purging.get();
            MessageRead stored = null;
            for (Future<Seen> reader : readers) {
              Seen seen = reader.get();
              assertThat(seen.text().equals(PIECE.repeat(PIECES))).as("%s", seen).isTrue();
              stored = seen.kept().orElseThrow();
            }
            assertThat(open.messages.get(ME, chat, id)).isEqualTo(stored);
          }
          await().until(() -> open.answers.runningCount() == 0);
        });
  }

  /** Reads a little, goes, and comes back with the last number, until the end. */
  private Seen comeAndGo(long id, Random random) throws InterruptedException {
    Seen seen = new Seen();
    boolean ended = false;
    while (!ended) {
      AnswerReader reader = open.answers.read(ME, chat, id, OptionalLong.of(seen.position()));
      for (int i = random.nextInt(3); i >= 0 && !reader.finished(); i--) {
        List<LoggedEvent> events = reader.next(Duration.ofMillis(1 + random.nextInt(20)));
        events.forEach(seen::accept);
      }
      ended = reader.finished();
    }
    return seen;
  }

  /**
   * A reader as it is when it has read up to a position of an answer whose pieces are one letter.
   */
  private Seen holding(long id, long after, Seen whole) throws InterruptedException {
    if (after < 1 || after > whole.position()) {
      return new Seen("?", Math.max(0, after));
    }
    Seen seen = new Seen();
    AnswerReader reader = open.answers.read(ME, chat, id, OptionalLong.of(0));
    while (seen.position() < after) {
      for (LoggedEvent event : reader.next(OpenStorage.SOON)) {
        if (event.seq() <= after && !event.event().isLast()) {
          seen.accept(event);
        }
        if (event.event().isLast()) {
          return new Seen(seen.text(), after);
        }
      }
    }
    return seen;
  }

  private AnswerReader read(long id, long after) {
    OptionalLong position = after < 0 ? OptionalLong.empty() : OptionalLong.of(after);
    return open.answers.read(ME, chat, id, position);
  }

  private int purge() {
    return open.storage.answers().purgeLogs(Clock.systemUTC().instant().plusSeconds(60));
  }

  private static String[] pieces() {
    String[] pieces = new String[PIECES];
    Arrays.fill(pieces, PIECE);
    return pieces;
  }
}
