package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    try (SqliteStorage storage = MadeTables.open(folder, Clock.systemUTC())) {
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

  /** A virtual thread that is inside of native code holds its carrier, of which there are few. */
  @Test
  void manyReadersAtOnceAreReadForByAFewThreadsOfThePlatform() throws Exception {
    Set<Thread> reading = ConcurrentHashMap.newKeySet();
    try (SqliteStorage storage = MadeTables.open(folder, Clock.systemUTC());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> readers =
          Collections.nCopies(
              5_000,
              () ->
                  storage.read(handle -> {
                    reading.add(Thread.currentThread());
                    return handle.createQuery("SELECT 7").mapTo(Integer.class).one();
                  }));
      for (Future<Integer> read : threads.invokeAll(readers)) {
        assertThat(read.get()).isEqualTo(7);
      }
    }
    assertThat(reading).hasSizeLessThanOrEqualTo(4).noneMatch(Thread::isVirtual);
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM seen").mapTo(Integer.class).one();
  }
}
