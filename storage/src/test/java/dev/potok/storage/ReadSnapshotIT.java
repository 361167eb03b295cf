package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads while others write. */
@Timeout(60)
class ReadSnapshotIT {
  @TempDir Path folder;

  @Test
  void aReadOfSeveralStatementsSeesOneState() {
    try (SqliteStorage storage = SqliteStorage.open(folder, Clock.systemUTC())) {
      storage.write(handle -> handle.execute("CREATE TABLE seen (n INTEGER)"));
      int difference =
          storage.read(handle -> {
            int before = count(handle);
            storage.write(writer -> writer.execute("INSERT INTO seen VALUES (1)"));
            return count(handle) - before;
          });
      assertThat(difference).isZero();
      assertThat(storage.<Integer>read(ReadSnapshotIT::count)).isEqualTo(1);
    }
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM seen").mapTo(Integer.class).one();
  }
}
