package dev.potok.storage;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Moves the write-ahead log into the database file from time to time, on a connection and a thread
 * of its own, so that no commit has to wait for it.
 *
 * @see <a href="https://www.sqlite.org/wal.html#ckpt">SQLite, checkpointing</a>
 */
final class Checkpoints implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Checkpoints.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A log smaller than this, in bytes, is left alone. */
  private static final long MIN_LOG_BYTES = 4L << 20;

  private final Connection connection;
  private final Path log;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Starts on a connection that it then owns. */
  Checkpoints(Connection connection, Path file) {
    this.connection = connection;
    this.log = file.resolveSibling(file.getFileName() + "-wal");
    this.thread = Thread.ofPlatform().daemon().name("potok-checkpoint").start(this::run);
  }

  private void run() {
    try {
      while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        if (Files.exists(log) && Files.size(log) > MIN_LOG_BYTES) {
          checkpoint("PASSIVE");
        }
      }
    } catch (InterruptedException | IOException e) {
      LOG.log(Level.ERROR, "checkpoints have ended", e);
    }
  }

  private void checkpoint(String mode) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(" + mode + ")");
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "a checkpoint failed", e);
    }
  }

  /** Moves the whole log into the file and closes the connection. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
      checkpoint("TRUNCATE");
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "the checkpoint connection did not close", e);
    }
  }
}
