package dev.potok.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.potok.engine.AnswerStore;
import dev.potok.engine.ChatStore;
import dev.potok.engine.MessageStore;
import dev.potok.engine.ProjectStore;
import dev.potok.engine.SavedPromptStore;
import dev.potok.engine.SearchStore;
import dev.potok.engine.StorageException;
import dev.potok.engine.TransferStore;
import dev.potok.protocol.PotokException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The engine's data in one SQLite file, {@code potok.db} in the data folder. Opening it brings the
 * tables up to date. One process at a time uses a data folder. Thread-safe.
 */
public final class SqliteStorage implements AutoCloseable {

  /** The database's name in the data folder. */
  static final String FILE_NAME = "potok.db";

  /** How many reads go on at the same time; each occupies a thread of the platform. */
  private static final int READERS = 4;

  /** How long a connection waits for a lock of another, in milliseconds. */
  private static final int BUSY_MILLIS = 10_000;

  private final DataFolderLock lock;
  private final HikariDataSource readers;
  private final Jdbi reading;
  private final ExecutorService readThreads;
  private final CommitThread writer;
  private final Checkpoints checkpoints;
  private final SearchIndexer indexer;
  private final InstantSource clock;

  private SqliteStorage(
      DataFolderLock lock,
      HikariDataSource readers,
      CommitThread writer,
      Checkpoints checkpoints,
      InstantSource clock) {
    this.lock = lock;
    this.readers = readers;
    this.reading = Jdbi.create(readers);
    this.readThreads =
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("potok-read-", 1).factory());
    this.writer = writer;
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.indexer = new SearchIndexer(this);
  }

  /**
   * Opens the data folder, and makes it if it is missing.
   *
   * @throws StorageException if the folder or the file cannot be used, or another process uses it
   */
  public static SqliteStorage open(Path dataFolder, InstantSource clock) {
    try {
      Files.createDirectories(dataFolder);
      DataFolderLock lock =
          DataFolderLock.toWrite(dataFolder)
              .orElseThrow(() ->
                  new StorageException(
                      "the data folder "
                          + dataFolder
                          + " is in use by another Potok (expected: one at a time)"));
      try {
        return open(dataFolder, lock, clock);
      } catch (SQLException
          | FlywayException
          | HikariPool.PoolInitializationException
          | StorageException e) {
        lock.close();
        throw e;
      }
    } catch (IOException
        | SQLException
        | FlywayException
        | HikariPool.PoolInitializationException e) {
      throw new StorageException(
          "the data folder " + dataFolder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static SqliteStorage open(Path dataFolder, DataFolderLock lock, InstantSource clock)
      throws SQLException {
    Path file = dataFolder.resolve(FILE_NAME);
    SQLiteDataSource writable = dataSource(file);
    if (Files.exists(file) && Schema.ageOf(writable) == Schema.Age.NEWER) {
      throw new StorageException(
          "the data folder " + dataFolder + " is of a newer Potok (expected: this one or older)");
    }
    Schema.migrate(writable);
    SqliteStorage storage =
        new SqliteStorage(
            lock,
            pool(writable),
            new CommitThread(writable.getConnection()),
            new Checkpoints(writable.getConnection(), file),
            clock);
    ChatIntake.leaveWhatIsHalfWritten(storage);
    storage.indexer.start();
    return storage;
  }

  private static SQLiteDataSource dataSource(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static HikariDataSource pool(SQLiteDataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    config.setPoolName("potok-read");
    config.setConnectionInitSql("PRAGMA query_only = 1");
    return new HikariDataSource(config);
  }

  /** The projects of this file. */
  public ProjectStore projects() {
    return new SqliteProjectStore(this);
  }

  /** The prompt library of this file. */
  public SavedPromptStore prompts() {
    return new SqliteSavedPromptStore(this);
  }

  /** The chats of this file. */
  public ChatStore chats() {
    return new SqliteChatStore(this);
  }

  /** The messages of this file. */
  public MessageStore messages() {
    return new SqliteMessageStore(this);
  }

  /** Whole chats of this file. */
  public TransferStore transfers() {
    return new SqliteTransferStore(this);
  }

  /** The search in this file. */
  public SearchStore search() {
    return new SqliteSearchStore(this);
  }

  /** The answers of this file. */
  public AnswerStore answers() {
    return new SqliteAnswerStore(this, writer);
  }

  /** Stores what waits and closes the file. */
  @Override
  public void close() {
    indexer.close();
    writer.close();
    readThreads.close();
    readers.close();
    checkpoints.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new StorageException("the data folder's lock cannot be given back", e);
    }
  }

  /** The time, in milliseconds since 1970. */
  long now() {
    return clock.millis();
  }

  /**
   * Reads what is committed, and waits for it, whether the thread is interrupted or not. SQLite's
   * driver blocks inside native code, where a virtual thread would hold its carrier; so the reading
   * is done by a few threads of the platform, however many wait.
   *
   * @throws PotokException as the query throws it, or if the database cannot be read
   */
  <T> T read(Query<T> query) {
    try {
      // In a transaction: an answer's row and its message, read one after the other, must be of one
      // moment, or an end is told that is none.
      return CompletableFuture.supplyAsync(() -> reading.inTransaction(query::read), readThreads)
          .join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case PotokException cause -> cause;
        case JdbiException cause ->
            new StorageException("the database cannot be read: " + cause.getMessage(), cause);
        case null, default -> e;
      };
    } catch (RejectedExecutionException e) {
      throw new StorageException("the database is closed", e);
    }
  }

  /** Writes durably and waits for the commit. */
  <T> T write(CommitThread.Work<T> work) {
    T result = writer.write(work);
    wakeIndexer();
    return result;
  }

  /** Writes without syncing the disk, and waits for the commit. */
  <T> T writeUnsynced(CommitThread.Work<T> work) {
    return writer.writeUnsynced(work);
  }

  /** Titles or messages may have changed. */
  void wakeIndexer() {
    indexer.wake();
  }

  /** Something to read. */
  interface Query<T> {
    T read(Handle handle);
  }
}
