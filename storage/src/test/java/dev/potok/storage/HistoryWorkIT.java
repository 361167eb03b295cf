package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.engine.Owner;
import dev.potok.engine.TransferStore;
import dev.potok.engine.Transfers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * A page of a history costs what it holds, not what the chat does, and a whole chat what it holds:
 * counted, not timed.
 */
class HistoryWorkIT {
  private static final int PAGE = 50;

  /** How many instructions of SQLite's machine make one step of the count. */
  private static final int INSTRUCTIONS = 10;

  @TempDir Path folder;

  @Test
  void aPageOfALongChatCostsNoMoreThanThatOfAShortOne() {
    try (SqliteStorage storage = MadeTables.open(folder, Clock.systemUTC())) {
      long shortLeaf = fill(storage, 1, 200);
      long longLeaf = fill(storage, 2, 10_000);
      long ofShort = steps(storage, 1, shortLeaf);
      assertThat(ofShort).isPositive();
      assertThat(steps(storage, 2, longLeaf)).isLessThan(2 * ofShort);
      assertThat(steps(storage, 2, longLeaf - 5_000)).isLessThan(2 * ofShort);
    }
  }

  @Test
  void aChatOfFourTimesTheLengthCostsFourTimesTheWorkToExport() {
    try (SqliteStorage storage = MadeTables.open(folder, Clock.systemUTC())) {
      fill(storage, 1, 2_000);
      fill(storage, 2, 8_000);
      // What is deleted is led through.
      storage.write(
          handle -> handle.execute("UPDATE message SET deleted_at = 1 WHERE id % 1000 > 500"));
      long ofShort = exportSteps(storage, 1);
      assertThat(ofShort).isPositive();
      assertThat(exportSteps(storage, 2)).isLessThan(5 * ofShort);
    }
  }

  private static long exportSteps(SqliteStorage storage, long chat) {
    return storage.read(handle -> {
      long[] steps = {0};
      count(handle.getConnection(), steps);
      List<Long> ids =
          SqliteTransferStore.places(handle, Owner.LOCAL, chat).stream()
              .map(TransferStore.Place::id)
              .toList();
      for (int place = 0; place < ids.size(); place += Transfers.BATCH) {
        List<Long> batch = ids.subList(place, Math.min(ids.size(), place + Transfers.BATCH));
        assertThat(SqliteTransferStore.messages(handle, Owner.LOCAL, chat, batch))
            .hasSameSizeAs(batch);
      }
      stopCounting(handle.getConnection());
      return steps[0];
    });
  }

  private static long fill(SqliteStorage storage, long chat, int messages) {
    return storage.write(handle -> {
      handle.execute(
          "INSERT INTO chat (id, owner_id, title, search_title, created_at, updated_at)"
              + " VALUES (?, 1, '', '', 0, 0)",
          chat);
      long parent = 0;
      for (int i = 0; i < messages; i++) {
        handle.execute(
            "INSERT INTO message (owner_id, chat_id, parent_id, role, content, status, metadata,"
                + " created_at) VALUES (1, ?, ?, 'user', 'x', 'complete', '{}', 0)",
            chat,
            parent == 0 ? null : parent);
        parent = handle.createQuery("SELECT last_insert_rowid()").mapTo(Long.class).one();
      }
      return parent;
    });
  }

  private static long steps(SqliteStorage storage, long chat, long leaf) {
    return storage.read(handle -> {
      long[] steps = {0};
      Connection connection = handle.getConnection();
      count(connection, steps);
      int found =
          handle
              .createQuery(SqliteMessageStore.PATH_AND_VERSIONS)
              .bind("leaf", leaf)
              .bind("chat", chat)
              .bind("owner", Owner.LOCAL.id())
              .bind("limit", PAGE)
              .map((row, _) -> row.getLong("id"))
              .list()
              .size();
      stopCounting(connection);
      assertThat(found).isEqualTo(PAGE);
      return steps[0];
    });
  }

  private static void count(Connection connection, long[] steps) {
    try {
      ProgressHandler.setHandler(
          connection.unwrap(SQLiteConnection.class),
          INSTRUCTIONS,
          new ProgressHandler() {
            @Override
            protected int progress() {
              steps[0]++;
              return 0;
            }
          });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void stopCounting(Connection connection) {
    try {
      ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
