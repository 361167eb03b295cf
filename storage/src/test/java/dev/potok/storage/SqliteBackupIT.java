package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static dev.potok.storage.OpenStorage.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.OnFailure;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.storage.BackupException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups are written and put back. */
@Timeout(60)
class SqliteBackupIT {

  @TempDir Path folder;
  private final StepModel model = new StepModel();

  @Test
  void aBackupHoldsWhatWasStoredWhenItBeganAndRunningAnswersBecomeInterrupted() throws Exception {
    long chat;
    List<MessageRead> before;
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      chat = open.newChat();
      model.says("one").finishes();
      readAll(open.send(chat, "first"));
      before = open.history(chat);
      AnswerReader running = open.send(chat, "second");
      model.says("so far");
      awaitText(running, "so far");
      assertThat(SqliteBackup.write(data(), backup(), false)).isEqualTo(Files.size(backup()));
      model.says(" and after").finishes();
      readAll(running);
    }
    restore();
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      assertThat(open.storage.answers().interruptOrphans(OnFailure.KEEP)).isEqualTo(1);
      List<MessageRead> restored = open.history(chat);
      assertThat(restored.subList(0, 2)).isEqualTo(before);
      assertThat(restored).hasSize(4);
      assertThat(restored.getLast().status()).isEqualTo(MessageStatus.INTERRUPTED);
      assertThat(restored.getLast().content()).isEqualTo("so far");
    }
  }

  @Test
  void aBackupIsOneFileForItsOwnerOnly() throws Exception {
    makeData();
    SqliteBackup.write(data(), backup(), false);
    assertThat(names(folder)).containsExactlyInAnyOrder("data", "backup.db");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup())))
        .isEqualTo("rw-------");
  }

  @Test
  void aBackupReplacesAnotherOnlyIfItIsTold() throws Exception {
    makeData();
    Files.writeString(backup(), "mine");
    assertReason(Reason.EXISTS, () -> SqliteBackup.write(data(), backup(), false));
    assertThat(backup()).hasContent("mine");
    SqliteBackup.write(data(), backup(), true);
    assertThat(Files.size(backup())).isGreaterThan(4096);
    restore();
  }

  @Test
  void aPlaceThatIsNoneIsRefused() throws Exception {
    assertReason(Reason.NO_DATABASE, () -> SqliteBackup.write(data(), backup(), false));
    assertThat(data()).doesNotExist();
    makeData();
    assertReason(
        Reason.IN_DATA_FOLDER,
        () -> SqliteBackup.write(data(), data().resolve("backup.db"), false));
    assertReason(Reason.IS_FOLDER, () -> SqliteBackup.write(data(), folder, true));
    assertReason(
        Reason.NO_FOLDER,
        () -> SqliteBackup.write(data(), folder.resolve("none/backup.db"), false));
    Path link = Files.createSymbolicLink(folder.resolve("link"), data());
    assertReason(
        Reason.IN_DATA_FOLDER, () -> SqliteBackup.write(data(), link.resolve("x.db"), false));
    assertThat(names(data())).containsExactlyInAnyOrder("potok.db", "potok.lock");
  }

  @Test
  void damagedDataIsNotTakenForABackup() throws Exception {
    makeData();
    damage(data().resolve("potok.db"));
    assertThatThrownBy(() -> SqliteBackup.write(data(), backup(), false))
        .isInstanceOf(BackupException.class);
    assertThat(names(folder)).containsExactly("data");
  }

  @Test
  void theOldDataIsKeptAndCanBeRestoredToo() throws Exception {
    makeData();
    SqliteBackup.write(data(), backup(), false);
    long late;
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      late = open.newChat();
    }
    Path aside = restore().orElseThrow();
    assertThat(aside).hasParent(data()).isRegularFile();
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      assertThat(open.storage.chats().find(ME, late)).isEmpty();
      // The number of the chat that is gone is not given again.
      assertThat(open.newChat()).isGreaterThan(late);
    }
    Optional<Path> second = new SqliteRestore(aside, data(), Clock.systemUTC(), _ -> {}).run();
    assertThat(second).isPresent();
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      assertThat(open.storage.chats().find(ME, late)).isPresent();
    }
  }

  @Test
  void aRestoreIntoAFolderThatDoesNotExistMakesIt() throws Exception {
    long chat = makeData();
    SqliteBackup.write(data(), backup(), false);
    Path other = folder.resolve("a/b");
    assertThat(new SqliteRestore(backup(), other, Clock.systemUTC(), _ -> {}).run()).isEmpty();
    try (OpenStorage open = OpenStorage.over(other, model)) {
      assertThat(open.history(chat)).hasSize(2);
    }
  }

  @Test
  void aServerThatRunsIsNotRestoredInto() throws Exception {
    long chat = makeData();
    SqliteBackup.write(data(), backup(), false);
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      assertReason(Reason.IN_USE, this::restore);
      assertThat(open.history(chat)).hasSize(2);
    }
  }

  @Test
  void whatIsNoBackupIsRefusedAndTheDataStaysAsItIs() throws Exception {
    long chat = makeData();
    SqliteBackup.write(data(), backup(), false);
    Path text = Files.writeString(folder.resolve("text"), "not a database. ".repeat(1000));
    Path empty = Files.createFile(folder.resolve("empty"));
    Path torn = folder.resolve("torn");
    byte[] whole = Files.readAllBytes(backup());
    Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
    Path other = folder.resolve("other");
    execute(other, "CREATE TABLE chat (id INTEGER)");
    Path newer = Files.copy(backup(), folder.resolve("newer"));
    execute(
        newer,
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, 'V99__later.sql', 1,"
            + " installed_by, installed_on, 1, 1 FROM flyway_schema_history WHERE version = '1'");

    assertReason(Reason.NO_FILE, () -> restore(folder.resolve("none")));
    assertReason(Reason.NO_FILE, () -> restore(folder));
    assertReason(Reason.NOT_A_DATABASE, () -> restore(text));
    assertReason(Reason.NOT_A_DATABASE, () -> restore(empty));
    assertReason(Reason.DAMAGED, () -> restore(torn));
    assertReason(Reason.NOT_OF_POTOK, () -> restore(other));
    assertReason(Reason.TOO_NEW, () -> restore(newer));
    assertReason(Reason.IN_DATA_FOLDER, () -> restore(data().resolve("potok.db")));
    assertThat(names(data())).containsExactlyInAnyOrder("potok.db", "potok.lock");
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      assertThat(open.history(chat)).hasSize(2);
    }
  }

  @Test
  void aFolderOfANewerPotokIsNotServed() throws Exception {
    makeData();
    execute(
        data().resolve("potok.db"),
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, 'V99__later.sql', 1,"
            + " installed_by, installed_on, 1, 1 FROM flyway_schema_history WHERE version = '1'");
    assertThatThrownBy(() -> OpenStorage.over(data(), model)).hasMessageContaining("newer Potok");
  }

  /** A server that was killed leaves a log, which SQLite would play into whatever is there. */
  @Test
  void aLogThatWasLeftIsNotPlayedIntoTheNewData() throws Exception {
    long chat = makeData();
    SqliteBackup.write(data(), backup(), false);
    Path killed = folder.resolve("killed");
    long lost;
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      lost = open.newChat();
      Files.createDirectories(killed);
      for (String name : List.of("potok.db", "potok.db-wal")) {
        Files.copy(data().resolve(name), killed.resolve(name));
      }
    }
    assertThat(Files.size(killed.resolve("potok.db-wal"))).isPositive();
    Path aside =
        new SqliteRestore(backup(), killed, Clock.systemUTC(), _ -> {}).run().orElseThrow();
    assertThat(names(killed))
        .containsExactlyInAnyOrder("potok.db", "potok.lock", aside.getFileName().toString());
    try (OpenStorage open = OpenStorage.over(killed, model)) {
      assertThat(open.history(chat)).hasSize(2);
      assertThat(open.storage.chats().find(ME, lost)).isEmpty();
    }
    // What was only in the log is in what was kept.
    new SqliteRestore(aside, killed, Clock.systemUTC(), _ -> {}).run();
    try (OpenStorage open = OpenStorage.over(killed, model)) {
      assertThat(open.storage.chats().find(ME, lost)).isPresent();
    }
  }

  @Test
  void dataThatCannotBeOpenedIsKeptAndReplaced() throws Exception {
    long chat = makeData();
    SqliteBackup.write(data(), backup(), false);
    Files.writeString(data().resolve("potok.db"), "broken ".repeat(10_000));
    Files.writeString(data().resolve("potok.db-wal"), "log");
    Path aside = restore().orElseThrow();
    assertThat(Files.readString(aside, UTF_8)).startsWith("broken");
    assertThat(data().resolve("potok.db-wal")).doesNotExist();
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      assertThat(open.history(chat)).hasSize(2);
    }
  }

  @Test
  void aRestoreThatIsKilledAnywhereLeavesTheOldOrTheNewData() throws Exception {
    makeData();
    SqliteBackup.write(data(), backup(), false);
    long late;
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      late = open.newChat();
    }
    for (SqliteRestore.Step killedAt : SqliteRestore.Step.values()) {
      SqliteRestore restore =
          new SqliteRestore(
              backup(),
              data(),
              Clock.systemUTC(),
              step -> {
                if (step == killedAt) {
                  throw new KilledError();
                }
              });
      assertThatThrownBy(restore::run).isInstanceOf(KilledError.class);
      try (OpenStorage open = OpenStorage.over(data(), model)) {
        boolean isOld = killedAt != SqliteRestore.Step.REPLACED;
        assertThat(open.storage.chats().find(ME, late).isPresent())
            .as("" + killedAt)
            .isEqualTo(isOld);
      }
    }
    restore();
    assertThat(data().resolve("potok.db.new")).doesNotExist();
  }

  private static final class KilledError extends Error {}

  private Path data() {
    return folder.resolve("data");
  }

  private Path backup() {
    return folder.resolve("backup.db");
  }

  private Optional<Path> restore() {
    return restore(backup());
  }

  private Optional<Path> restore(Path file) {
    return new SqliteRestore(file, data(), Clock.systemUTC(), _ -> {}).run();
  }

  /** One chat with a question and its answer. */
  private long makeData() throws Exception {
    try (OpenStorage open = OpenStorage.over(data(), model)) {
      long chat = open.newChat(OptionalLong.empty());
      model.says("answer ".repeat(3_000)).finishes();
      readAll(open.send(chat, "question"));
      return chat;
    }
  }

  private static void awaitText(AnswerReader reader, String text) throws InterruptedException {
    while (reader.next(OpenStorage.SOON).stream()
        .noneMatch(event -> event.toString().contains(text))) {
      assertThat(reader.finished()).isFalse();
    }
  }

  /** Overwrites every page behind the first. */
  private static void damage(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);
  }

  private static void execute(Path file, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.createStatement().execute(sql);
    }
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void assertReason(Reason reason, Callable<?> call) {
    assertThatThrownBy(call::call)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .extracting(BackupException::reason)
        .isEqualTo(reason);
  }
}
