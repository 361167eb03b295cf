package dev.potok.storage;

import dev.potok.storage.BackupException.Reason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts a backup in the place of a data folder's database. The old database stays beside it under
 * another name.
 *
 * <p>Until the one rename that exchanges the files, the old data is in its place; from then on the
 * new. Whoever is killed in between can begin again.
 */
public final class SqliteRestore {

  /** What a restore does, one after the other. */
  public enum Step {
    /** The backup is whole, and this program knows its tables. */
    CHECKED,
    /** It is copied into the data folder. */
    COPIED,
    /** The old database has a second name. */
    SET_ASIDE,
    /** The new database is in its place. */
    REPLACED
  }

  private static final Logger LOG = System.getLogger(SqliteRestore.class.getName());

  /** What SQLite keeps beside a database that was not closed. */
  private static final List<String> LOGS = List.of("-wal", "-journal");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  private final Path backup;
  private final Path dataFolder;
  private final Path database;
  private final Path copy;
  private final InstantSource clock;
  private final Consumer<Step> progress;

  /**
   * A restore that is to be done.
   *
   * @param backup what {@link SqliteBackup} has written, or another database of Potok's
   * @param dataFolder the server's data folder, which need not exist
   * @param clock gives the name of the old data
   * @param progress is told what has been done
   */
  public SqliteRestore(Path backup, Path dataFolder, InstantSource clock, Consumer<Step> progress) {
    this.backup = backup.toAbsolutePath().normalize();
    this.dataFolder = dataFolder;
    this.database = dataFolder.resolve(SqliteStorage.FILE_NAME);
    this.copy = dataFolder.resolve(SqliteStorage.FILE_NAME + ".new");
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Restores.
   *
   * @return where the old database is kept; empty if there was none
   * @throws BackupException if the backup cannot be used, or the data folder is in use; the data is
   *     as it was
   */
  public Optional<Path> run() {
    if (!Files.isRegularFile(backup)) {
      throw new BackupException(Reason.NO_FILE, backup, "no such file");
    }
    try {
      Files.createDirectories(dataFolder);
      try (DataFolderLock _ =
          DataFolderLock.toReplace(dataFolder)
              .orElseThrow(() -> new BackupException(Reason.IN_USE, dataFolder, "in use"))) {
        return replace();
      }
    } catch (IOException e) {
      throw new BackupException(Reason.UNUSABLE, dataFolder, e);
    }
  }

  private Optional<Path> replace() throws IOException {
    if (Files.exists(database) && Files.isSameFile(backup, database)) {
      throw new BackupException(Reason.IN_DATA_FOLDER, backup, "the data itself");
    }
    DatabaseFile source = new DatabaseFile(backup);
    source.age();
    checkWhole(source);
    progress.accept(Step.CHECKED);
    copy(source);
    progress.accept(Step.COPIED);
    Optional<Path> aside = setAside();
    progress.accept(Step.SET_ASIDE);
    Files.move(copy, database, StandardCopyOption.ATOMIC_MOVE);
    DatabaseFile.force(dataFolder);
    progress.accept(Step.REPLACED);
    return aside;
  }

  private static void checkWhole(DatabaseFile source) {
    try (Connection connection = source.open()) {
      List<String> faults = DatabaseFile.faults(connection);
      if (!faults.isEmpty()) {
        throw new BackupException(Reason.DAMAGED, source.path(), String.join("; ", faults));
      }
    } catch (SQLException e) {
      throw source.failure(e, source.path());
    }
  }

  /** The copy is complete, in one file and on the disk before anything else is touched. */
  private void copy(DatabaseFile source) throws IOException {
    // What a restore that was killed has left.
    DatabaseFile.delete(copy);
    Files.createFile(copy);
    try {
      source.copyTo(copy, database);
      if (Files.exists(database)) {
        keepIdsUnique();
        takeOwner();
      }
      DatabaseFile.force(copy);
    } catch (BackupException e) {
      DatabaseFile.delete(copy);
      throw e;
    }
  }

  /** No id is used twice, also not one of a message that was written after the backup. */
  private void keepIdsUnique() {
    Map<String, Long> used = new HashMap<>();
    try (Connection connection = new DatabaseFile(database).open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, seq FROM sqlite_sequence")) {
      while (rows.next()) {
        used.put(rows.getString(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the old database cannot be read, so nothing is known of its ids", e);
      return;
    }
    try (Connection connection = new DatabaseFile(copy).open();
        PreparedStatement raise =
            connection.prepareStatement(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?")) {
      for (Map.Entry<String, Long> table : used.entrySet()) {
        raise.setLong(1, table.getValue());
        raise.setString(2, table.getKey());
        raise.executeUpdate();
      }
    } catch (SQLException e) {
      throw new DatabaseFile(copy).failure(e, copy);
    }
  }

  /** Who restores need not be who runs the server, but the server must be able to write. */
  private void takeOwner() throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(database, PosixFileAttributeView.class);
    PosixFileAttributeView now = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
    if (old == null || now == null) {
      return;
    }
    try {
      now.setPermissions(old.readAttributes().permissions());
      now.setGroup(old.readAttributes().group());
      now.setOwner(old.readAttributes().owner());
    } catch (FileSystemException e) {
      LOG.log(Level.DEBUG, "only an administrator may give a file away", e);
    }
  }

  /**
   * Gives the old database a second name; under its first it stays until it is replaced. Its logs
   * go into it, or away: SQLite would take one that is left for the new database's.
   */
  private Optional<Path> setAside() throws IOException {
    Path aside = freeName();
    boolean hasOld = Files.exists(database);
    if (hasOld) {
      foldLogs();
    }
    for (String log : LOGS) {
      moveLog(log, aside);
    }
    Files.deleteIfExists(Path.of(database + "-shm"));
    if (!hasOld) {
      return Optional.empty();
    }
    try {
      Files.createLink(aside, database);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(database, aside, StandardCopyOption.COPY_ATTRIBUTES);
      DatabaseFile.force(aside);
    }
    DatabaseFile.force(dataFolder);
    return Optional.of(aside);
  }

  private Path freeName() {
    String name = "potok-before-restore-" + STAMP.format(clock.instant());
    Path free = dataFolder.resolve(name + ".db");
    for (int i = 2; Files.exists(free); i++) {
      free = dataFolder.resolve(name + "-" + i + ".db");
    }
    return free;
  }

  /** Opening a database and reading it undoes what was not committed; the rest is moved into it. */
  private void foldLogs() {
    try (Connection connection = new DatabaseFile(database).open();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM sqlite_schema");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the old database cannot be opened; its logs stay as they are", e);
    }
  }

  private void moveLog(String suffix, Path aside) throws IOException {
    Path log = Path.of(database + suffix);
    if (Files.exists(log) && Files.size(log) > 0) {
      Files.move(log, Path.of(aside + suffix), StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(log);
    }
  }
}
