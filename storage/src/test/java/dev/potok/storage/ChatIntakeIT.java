package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.Chats;
import dev.potok.engine.ImportedChat;
import dev.potok.engine.Owner;
import dev.potok.engine.StorageException;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Chats from files are stored slice by slice, and shown whole or not at all. */
@Timeout(60)
class ChatIntakeIT {
  private static final Owner ME = Owner.LOCAL;
  private static final int MESSAGES = 3 * ChatIntake.SLICE_MESSAGES + 1;

  @TempDir Path folder;
  private SqliteStorage storage;

  @BeforeEach
  void open() {
    storage = MadeTables.open(folder.resolve("open"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void noTransactionHoldsMoreThanOneSlice() {
    List<Integer> ofShort = messagesPerCommit(chat("short", MESSAGES, "x"));
    assertThat(ofShort).hasSize(4).allMatch(count -> count <= ChatIntake.SLICE_MESSAGES);
    String text = "x".repeat(ChatIntake.SLICE_CHARACTERS / 2);
    assertThat(messagesPerCommit(chat("long", 7, text))).containsExactly(2, 2, 2, 1);
  }

  /** How many messages each transaction has stored. */
  private List<Integer> messagesPerCommit(ImportedChat chat) {
    List<Integer> commits = Collections.synchronizedList(new ArrayList<>());
    int[] since = {0};
    listen(
        () -> {
          if (since[0] > 0) {
            commits.add(since[0]);
            since[0] = 0;
          }
        },
        table -> since[0] += table.equals("message") ? 1 : 0);
    assertThat(storage.transfers().take(ME, chat)).isPresent();
    return List.copyOf(commits);
  }

  @Test
  void aChatOfManySlicesIsWholeWithItsBranches() {
    ImportedChat chat = chat("branches", MESSAGES, "x");
    long id = storage.transfers().take(ME, chat).orElseThrow();
    assertThat(storage.transfers().take(ME, chat)).isEmpty();
    // Every message but the first follows the one before the one before it.
    List<MessageRead> shown = storage.messages().path(ME, id, OptionalLong.empty(), 2 * MESSAGES);
    assertThat(shown)
        .extracting(MessageRead::content)
        .isEqualTo(
            IntStream.range(0, MESSAGES)
                .filter(place -> place % 2 == 0)
                .mapToObj(place -> "x " + place)
                .toList());
  }

  @Test
  void whatACrashLeavesHalfWrittenIsNeverShownAndIsPurged() throws Exception {
    Path crashed = Files.createDirectory(folder.resolve("crashed"));
    int[] commits = {0};
    listen(
        () -> {
          // Before the third slice is committed: what a crash at this moment leaves.
          if (++commits[0] == 4) {
            copyTo(crashed);
            assertThat(purgedMeanwhile()).isZero();
          }
        },
        _ -> {});
    long id = storage.transfers().take(ME, chat("crash", MESSAGES, "kiwi")).orElseThrow();
    assertThat(storage.chats().find(ME, id)).isPresent();

    try (SqliteStorage again = MadeTables.open(crashed, Clock.systemUTC())) {
      assertThat(count(again, "message")).isBetween(1L, (long) MESSAGES - 1);
      assertThat(again.chats().find(ME, id)).isEmpty();
      assertThat(again.chats().restore(ME, id, Chats.RESTORE_WITHIN)).isEmpty();
      assertThat(again.chats().purgeDeleted(Chats.RESTORE_WITHIN)).isEqualTo(1);
      assertThat(count(again, "message")).isZero();
      assertThat(count(again, "chat")).isZero();
      assertThat(again.transfers().take(ME, chat("crash", MESSAGES, "kiwi"))).isPresent();
    }
  }

  /** By another thread, as housekeeping does it. */
  private int purgedMeanwhile() {
    return CompletableFuture.supplyAsync(() -> storage.chats().purgeDeleted(Chats.RESTORE_WITHIN))
        .join();
  }

  @Test
  void whatCannotBeStoredToItsEndIsNeverShownAndIsPurged() {
    storage.write(handle ->
        handle.execute(
            "CREATE TRIGGER full BEFORE INSERT ON message WHEN new.content = 'x 600'"
                + " BEGIN SELECT RAISE(ABORT, 'full'); END"));
    ImportedChat chat = chat("full", MESSAGES, "x");
    assertThatThrownBy(() -> storage.transfers().take(ME, chat))
        .isInstanceOf(StorageException.class);
    assertThat(count(storage, "message")).isPositive();
    assertThat(storage.chats().find(ME, 1)).isEmpty();
    assertThat(storage.chats().purgeDeleted(Chats.RESTORE_WITHIN)).isEqualTo(1);
    assertThat(count(storage, "message")).isZero();
    storage.write(handle -> handle.execute("DROP TRIGGER full"));
    assertThat(storage.transfers().take(ME, chat)).isPresent();
  }

  /** Listens to the connection that writes, on the thread that writes. */
  private void listen(Runnable onCommit, Consumer<String> onRow) {
    storage.write(handle -> {
      try {
        SQLiteConnection connection = handle.getConnection().unwrap(SQLiteConnection.class);
        connection.addUpdateListener((_, _, table, _) -> onRow.accept(table));
        connection.addCommitListener(
            new SQLiteCommitListener() {
              @Override
              public void onCommit() {
                onCommit.run();
              }

              @Override
              public void onRollback() {}
            });
        return true;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private void copyTo(Path target) {
    for (String name : List.of("potok.db", "potok.db-wal")) {
      try {
        Files.copy(folder.resolve("open").resolve(name), target.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long count(SqliteStorage storage, String table) {
    return storage.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  /** Two branches, in turns. */
  private static ImportedChat chat(String key, int messages, String text) {
    Stream<ImportedChat.Message> made =
        IntStream.range(0, messages)
            .mapToObj(place ->
                new ImportedChat.Message(
                    place < 2 ? OptionalInt.empty() : OptionalInt.of(place - 2),
                    Role.USER,
                    text + " " + place,
                    Instant.EPOCH,
                    MessageStatus.COMPLETE,
                    MessageMetadata.NONE));
    return new ImportedChat(
        key,
        new Chats.Fields(OptionalLong.empty(), key, Optional.empty()),
        Instant.EPOCH,
        Instant.EPOCH,
        made.toList(),
        OptionalInt.empty());
  }
}
