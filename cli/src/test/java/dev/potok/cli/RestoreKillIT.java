package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Chats;
import dev.potok.engine.Owner;
import dev.potok.storage.SqliteBackup;
import dev.potok.storage.SqliteCheck;
import dev.potok.storage.SqliteStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups and restores whose process is killed at any moment. */
@Timeout(180)
class RestoreKillIT {
  private static final int KILLS = 12;

  /** Enough for the copy to take a while, in chats with a long title each. */
  private static final int CHATS = 1_500;

  @TempDir Path folder;

  @BeforeEach
  void makeData() {
    try (SqliteStorage storage = SqliteStorage.open(data(), Clock.systemUTC())) {
      for (int i = 0; i < CHATS; i++) {
        add(storage, "old " + "x".repeat(180));
      }
    }
    SqliteBackup.write(data(), backup(), false);
    try (SqliteStorage storage = SqliteStorage.open(data(), Clock.systemUTC())) {
      add(storage, "new");
    }
  }

  @Test
  void aRestoreThatIsKilledLeavesTheOldOrTheNewDataAndCanBeDoneAgain() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      Duration after = Duration.ofMillis(150 + random.nextInt(700));
      killed +=
          PotokCommand.killed(
                  folder, after, "restore", backup().toString(), "--data-dir", data().toString())
              ? 1
              : 0;
      assertThat(SqliteCheck.find(data()).found()).as("seed " + seed).isEmpty();
      try (SqliteStorage storage = SqliteStorage.open(data(), Clock.systemUTC())) {
        // The old data has one chat more than the backup, and each look adds one to what is there.
        List<String> titles = newest(storage);
        assertThat(titles).as("seed " + seed).contains("old " + "x".repeat(180));
        add(storage, "new");
      }
    }
    assertThat(killed).isPositive();
    PotokCommand whole =
        PotokCommand.run(
            folder, Map.of(), "restore", backup().toString(), "--data-dir", data().toString());
    assertThat(whole.exitCode()).as(whole.output()).isZero();
    try (SqliteStorage storage = SqliteStorage.open(data(), Clock.systemUTC())) {
      assertThat(newest(storage)).doesNotContain("new");
    }
  }

  @Test
  void aBackupThatIsKilledHasItsNameOnlyIfItIsWhole() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      Path file = folder.resolve("backup" + i + ".db");
      PotokCommand.killed(
          folder,
          Duration.ofMillis(150 + random.nextInt(700)),
          "backup",
          file.toString(),
          "--data-dir",
          data().toString());
      if (Files.exists(file)) {
        Path restored = folder.resolve("restored" + i);
        PotokCommand restore =
            PotokCommand.run(
                folder, Map.of(), "restore", file.toString(), "--data-dir", restored.toString());
        assertThat(restore.exitCode()).as("seed " + seed + " " + restore.output()).isZero();
        try (SqliteStorage storage = SqliteStorage.open(restored, Clock.systemUTC())) {
          assertThat(newest(storage)).contains("new");
        }
      }
      assertThat(SqliteCheck.find(data()).found()).isEmpty();
    }
  }

  private static void add(SqliteStorage storage, String title) {
    storage
        .chats()
        .create(Owner.LOCAL, new Chats.Fields(OptionalLong.empty(), title, Optional.empty()));
  }

  private static List<String> newest(SqliteStorage storage) {
    return storage
        .chats()
        .list(
            Owner.LOCAL,
            new Chats.Query(OptionalLong.empty(), "", Optional.empty(), Chats.MAX_PAGE))
        .stream()
        .map(chat -> chat.title())
        .toList();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path backup() {
    return folder.resolve("backup.db");
  }
}
