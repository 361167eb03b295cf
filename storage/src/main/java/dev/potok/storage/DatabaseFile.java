package dev.potok.storage;

import dev.potok.storage.BackupException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file that is looked at or copied as a whole, beside or without a server that writes
 * it.
 */
final class DatabaseFile {

  /** How long a connection waits for a lock of another, in milliseconds. */
  private static final int BUSY_MILLIS = 10_000;

  /** How many of the faults of a damaged file are told. */
  private static final int MAX_FAULTS = 20;

  private final Path path;

  DatabaseFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * A connection that reads and writes, and never makes a file.
   *
   * <p>Also who only reads needs it where a server writes: all of them keep a file of locks.
   */
  Connection open() throws SQLException {
    return open(SQLiteOpenMode.READWRITE);
  }

  /** A connection that reads a file that nobody writes. */
  Connection openToRead() throws SQLException {
    return open(SQLiteOpenMode.READONLY);
  }

  private Connection open(SQLiteOpenMode mode) throws SQLException {
    return source(mode).getConnection();
  }

  private SQLiteDataSource source(SQLiteOpenMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.READWRITE);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setOpenMode(mode);
    config.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + path);
    return source;
  }

  /**
   * The age of its tables.
   *
   * @throws BackupException if it is not a database of this or an older Potok
   */
  Schema.Age age() {
    try {
      // SQLite takes an empty file for an empty database.
      if (Files.size(path) == 0) {
        throw new BackupException(Reason.NOT_A_DATABASE, path, "empty");
      }
      Schema.Age age = Schema.ageOf(source(SQLiteOpenMode.READWRITE));
      return switch (age) {
        case FOREIGN -> throw new BackupException(Reason.NOT_OF_POTOK, path, "other tables");
        case NEWER -> throw new BackupException(Reason.TOO_NEW, path, "newer tables");
        case OLDER, CURRENT -> age;
      };
    } catch (SQLException e) {
      throw failure(e, path);
    } catch (IOException | FlywayException e) {
      throw new BackupException(Reason.UNUSABLE, path, e);
    }
  }

  /**
   * Copies the database as it is at this moment into a new file, whoever writes it meanwhile. The
   * copy is one file, without a log beside it, and is on the disk when this returns.
   *
   * @param target an empty file, which need not exist
   * @param name the file that the copy is for, as a failure names it
   * @throws BackupException if the disk is full, or the database is damaged
   */
  void copyTo(Path target, Path name) {
    try {
      try (Connection connection = open();
          PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
        copy.setString(1, target.toString());
        copy.execute();
      }
      force(target);
    } catch (SQLException e) {
      throw failure(e, name);
    } catch (IOException e) {
      throw new BackupException(Reason.UNUSABLE, name, e);
    }
  }

  /** What SQLite finds wrong with a file; nothing if it is whole. */
  static List<String> faults(Connection connection) throws SQLException {
    List<String> faults = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MAX_FAULTS + ")")) {
      while (rows.next()) {
        faults.add(rows.getString(1));
      }
    } catch (SQLiteException e) {
      if (!isDamage(e)) {
        throw e;
      }
      faults.add(String.valueOf(e.getMessage()));
    }
    faults.remove("ok");
    return faults;
  }

  /** What a failure of SQLite means for who copies this file. */
  BackupException failure(SQLException e, Path target) {
    if (!(e instanceof SQLiteException sqlite)) {
      return new BackupException(Reason.UNUSABLE, path, e);
    }
    if (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB) {
      return new BackupException(Reason.NOT_A_DATABASE, path, e);
    }
    if (isDamage(sqlite)) {
      return new BackupException(Reason.DAMAGED, path, e);
    }
    return switch (sqlite.getResultCode()) {
      case SQLITE_FULL -> new BackupException(Reason.DISK_FULL, target, e);
      case SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE ->
          new BackupException(Reason.UNUSABLE, target, e);
      default -> new BackupException(Reason.UNUSABLE, path, e);
    };
  }

  static boolean isDamage(SQLiteException e) {
    // The extended codes have the plain one in their lowest byte.
    return (e.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_CORRUPT.code;
  }

  /** Removes a file, and what SQLite leaves beside it if it could not write it to the end. */
  static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(Path.of(file + "-journal"));
  }

  /** Waits until a file, or the names in a folder, are on the disk. */
  static void force(Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    if (isFolder && path.getFileSystem().getSeparator().equals("\\")) {
      // Windows opens no folders, and keeps their names by itself.
      return;
    }
    StandardOpenOption how = isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel file = FileChannel.open(path, how)) {
      file.force(true);
    }
  }
}
