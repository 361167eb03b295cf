package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Answers;
import dev.potok.engine.ChangeFeed;
import dev.potok.engine.Chats;
import dev.potok.engine.Language;
import dev.potok.engine.ModelCatalog;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a loss of power may leave of the write-ahead log: all that was synced, and behind it
 * anything, less, or garbage. The files are copied while the database is open, as a kill leaves
 * them.
 */
@Timeout(120)
class WalTruncationIT {
  private static final Owner ME = Owner.LOCAL;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int ANSWERS = 8;
  private static final int POSITIONS = 12;
  private static final int PIECES = 40;

  @TempDir Path folder;
  private final RandomGenerator random = new SplittableRandom(20261122);
  private final List<Promise> promises = new ArrayList<>();
  private long chat;

  /** What was acknowledged when the log had so many bytes. */
  private record Promise(long logBytes, List<MessageRead> messages) {}

  @Test
  void whateverIsLeftBehindTheLastSyncNothingThatWasPromisedIsLost() throws Exception {
    Path killed = leaveAKilledServersFiles();
    long synced = promises.getLast().logBytes();
    long whole = Files.size(log(killed));
    assertThat(whole).as("deltas that were not synced stand behind").isGreaterThan(synced);

    assertOpens(killed, synced, false);
    assertOpens(killed, whole, false);
    for (int i = 0; i < POSITIONS; i++) {
      assertOpens(killed, random.nextLong(synced, whole), false);
      assertOpens(killed, random.nextLong(synced, whole), true);
    }
  }

  @Test
  void whatIsCutOffBeforeTheLastSyncTakesOnlyWhatCameLater() throws Exception {
    Path killed = leaveAKilledServersFiles();
    long synced = promises.getLast().logBytes();

    assertOpens(killed, 0, false);
    assertOpens(killed, synced - 1, false);
    for (int i = 0; i < POSITIONS; i++) {
      assertOpens(killed, random.nextLong(synced), false);
      assertOpens(killed, random.nextLong(synced), true);
    }
  }

  /** Sends and ends that were acknowledged, and then an answer in its middle. */
  private Path leaveAKilledServersFiles() throws Exception {
    Path live = folder.resolve("live");
    ChangeFeed changes = new ChangeFeed("test");
    StepModel model = new StepModel();
    try (SqliteStorage storage = SqliteStorage.open(live, Clock.systemUTC())) {
      Answers answers =
          new Answers(
              storage.answers(),
              storage.chats(),
              storage.messages(),
              storage.projects(),
              new ModelCatalog(List.of(model), Optional.empty(), System::nanoTime),
              changes,
              OnFailure.KEEP,
              System::nanoTime);
      chat =
          new Chats(storage.chats(), answers, changes)
              .create(ME, new Chats.Fields(OptionalLong.empty(), "", Optional.empty()))
              .id();
      for (int i = 0; i < ANSWERS; i++) {
        AnswerReader reader = send(answers, "question " + i);
        promise(storage, live);
        model.says("one", " two", " three").finishes();
        readUntilEnd(reader);
        promise(storage, live);
      }
      AnswerReader reader = send(answers, "the last question");
      promise(storage, live);
      readPieces(model, reader);
      Path killed = copy(live, "killed");
      answers.shutDown(Duration.ZERO);
      return killed;
    }
  }

  private AnswerReader send(Answers answers, String content) throws InterruptedException {
    Answers.Request request =
        Answers.Request.send(
            content,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(content),
            Language.ENGLISH);
    return answers.start(ME, chat, request, OptionalLong.empty());
  }

  /** What is stored now has been synced: nothing else is being written. */
  private void promise(SqliteStorage storage, Path live) throws IOException {
    promises.add(
        new Promise(
            Files.size(log(live)), storage.messages().path(ME, chat, OptionalLong.empty(), 1_000)));
  }

  private static void readUntilEnd(AnswerReader reader) throws InterruptedException {
    while (!reader.finished()) {
      assertThat(reader.next(SOON)).isNotEmpty();
    }
  }

  /** One commit a piece, none of them synced. */
  private static void readPieces(StepModel model, AnswerReader reader) throws InterruptedException {
    reader.next(SOON);
    for (int i = 0; i < PIECES; i++) {
      model.says(" piece " + i);
      assertThat(reader.next(SOON)).isNotEmpty();
    }
  }

  /**
   * Cuts a copy's log, or puts garbage there, and opens it.
   *
   * @param position from which byte on
   * @param garbage whether the bytes behind it are garbage instead of gone
   */
  private void assertOpens(Path killed, long position, boolean garbage) throws Exception {
    String what = (garbage ? "garbage from byte " : "cut at byte ") + position;
    Path copy = copy(killed, "cut");
    spoil(log(copy), position, garbage);
    try (SqliteStorage storage = SqliteStorage.open(copy, Clock.systemUTC())) {
      assertThat(integrity(copy)).as(what).isEqualTo("ok");
      storage.answers().interruptOrphans(OnFailure.KEEP);
      List<MessageRead> found =
          storage.chats().find(ME, chat).isEmpty()
              ? List.of()
              : storage.messages().path(ME, chat, OptionalLong.empty(), 1_000);
      assertHolds(what, found, position);
    }
  }

  private void assertHolds(String what, List<MessageRead> found, long position) {
    Promise kept =
        promises.stream()
            .filter(promise -> promise.logBytes() <= position)
            .reduce((_, later) -> later)
            .orElse(new Promise(0, List.of()));
    for (int i = 0; i < kept.messages().size(); i++) {
      MessageRead promised = kept.messages().get(i);
      // An answer that ran is interrupted now, or has gone since it had no text.
      if (promised.status() == MessageStatus.COMPLETE) {
        assertThat(found.get(i)).as(what).isEqualTo(promised);
      }
    }
    // Nothing is there but what was written, in its order.
    List<MessageRead> all = promises.getLast().messages();
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).id()).as(what).isEqualTo(all.get(i).id());
    }
  }

  private void spoil(Path log, long position, boolean garbage) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      int rest = (int) (file.length() - position);
      file.setLength(position);
      if (garbage) {
        byte[] bytes = new byte[rest];
        random.nextBytes(bytes);
        file.seek(position);
        file.write(bytes);
      }
    }
  }

  private static String integrity(Path data) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("potok.db"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      result.next();
      return result.getString(1);
    }
  }

  private static Path log(Path data) {
    return data.resolve("potok.db-wal");
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createTempDirectory(folder, name);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }
}
