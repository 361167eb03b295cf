package dev.potok.storage;

import dev.potok.storage.BackupException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Looks for faults in a data folder: a damaged file, and rows that contradict each other. The
 * latter it can repair, since what it changes follows from the rest; it never removes a message.
 */
public final class SqliteCheck {

  private SqliteCheck() {}

  /** What can be wrong. */
  public enum Kind {
    /** The file is damaged; only a backup helps. */
    DAMAGED,
    /** A row belongs to one that does not exist. */
    OWNER_MISSING,
    /** Messages belong to a chat that does not exist. Repair makes the chat again. */
    CHAT_MISSING,
    /** A chat belongs to a project that does not exist. Repair takes it out of the project. */
    PROJECT_MISSING,
    /**
     * A message follows one that does not exist, or itself. Repair lets it follow the one before.
     */
    PARENT,
    /** The last message of a chat does not exist. Repair takes the newest. */
    ACTIVE_LEAF,
    /** An answer is running, but no server is. Repair makes it interrupted, with its text. */
    NOT_RUNNING,
    /** How an answer ended is not what its message says. Repair believes the message's end. */
    ANSWER_STATUS,
    /** An answer is said to be kept, but is not. Repair notes that it was deleted. */
    ANSWER_GONE,
    /** The number of an answer's end is not that after its last event. Repair counts again. */
    LAST_SEQ,
    /** The log of an answer is not its text. Repair removes the log; the text stays. */
    LOG,
    /** A title is not found by its own words. Repair notes them again. */
    SEARCH_TITLE,
    /** The next id was used before. Repair goes on after the greatest. */
    NEXT_ID
  }

  /**
   * A fault.
   *
   * @param chatId the chat it is in, 0 if it is in none
   * @param messageId the message it is about, 0 if it is about none
   * @param detail what is stored there, in the words of the database
   */
  public record Fault(Kind kind, long chatId, long messageId, String detail) {}

  /**
   * What was found.
   *
   * @param found all faults
   * @param left those that are still there after a repair; without one, all
   * @param isServed whether a server was using the data; then running answers are no fault
   * @param isOlder whether the tables are of an older Potok, which only the file was looked at of
   */
  public record Report(List<Fault> found, List<Fault> left, boolean isServed, boolean isOlder) {}

  /**
   * Looks for faults, also while a server uses the data. Changes nothing.
   *
   * @throws BackupException if there is no database of Potok's, or it cannot be read
   */
  public static Report find(Path dataFolder) {
    DatabaseFile database = database(dataFolder);
    try (DataFolderLock lock =
        DataFolderLock.toRead(dataFolder).orElseThrow(() -> inUse(dataFolder))) {
      return look(database, lock);
    } catch (IOException e) {
      throw new BackupException(Reason.UNUSABLE, dataFolder, e);
    }
  }

  /**
   * Looks for faults and repairs what can be repaired, in one transaction.
   *
   * @throws BackupException if there is no database of Potok's, a server uses it, or it cannot be
   *     written
   */
  public static Report repair(Path dataFolder, InstantSource clock) {
    DatabaseFile database = database(dataFolder);
    try (DataFolderLock _ =
        DataFolderLock.toWrite(dataFolder).orElseThrow(() -> inUse(dataFolder))) {
      return repair(database, clock.millis());
    } catch (IOException e) {
      throw new BackupException(Reason.UNUSABLE, dataFolder, e);
    }
  }

  private static DatabaseFile database(Path dataFolder) {
    Path file = dataFolder.resolve(SqliteStorage.FILE_NAME);
    if (!Files.exists(file)) {
      throw new BackupException(Reason.NO_DATABASE, dataFolder, "no " + file);
    }
    return new DatabaseFile(file);
  }

  private static BackupException inUse(Path dataFolder) {
    return new BackupException(Reason.IN_USE, dataFolder, "in use");
  }

  private static Report look(DatabaseFile database, DataFolderLock lock) throws IOException {
    try (Connection connection = database.open();
        Handle handle = Jdbi.create(() -> connection).open()) {
      // No server may start before the moment is fixed at which all is looked at.
      boolean isServed = !lock.addWrite();
      handle.begin();
      handle.execute("PRAGMA user_version");
      if (!isServed) {
        lock.giveBackLast();
      }
      List<Fault> faults = damage(connection);
      // The tables of a damaged file may not be readable.
      boolean isOlder = faults.isEmpty() && database.age() == Schema.Age.OLDER;
      if (faults.isEmpty() && !isOlder) {
        faults = rules(handle, isServed);
      }
      handle.rollback();
      return new Report(faults, faults, isServed, isOlder);
    } catch (SQLException e) {
      throw database.failure(e, database.path());
    } catch (JdbiException e) {
      throw failure(database, e);
    }
  }

  private static Report repair(DatabaseFile database, long now) {
    try (Connection connection = database.open()) {
      List<Fault> damage = damage(connection);
      List<Fault> damageLeft = damage.isEmpty() ? damage : afterReindex(connection);
      boolean isOlder = damageLeft.isEmpty() && database.age() == Schema.Age.OLDER;
      // A damaged file is not written to: what is still in it could be lost.
      if (isOlder || !damageLeft.isEmpty()) {
        return new Report(damage, damageLeft, false, isOlder);
      }
      return Jdbi.create(() -> connection)
          .withHandle(handle ->
              handle.inTransaction(inside -> {
                List<Fault> found = new ArrayList<>(damage);
                for (CheckRule rule : CheckRules.ALL) {
                  List<Fault> faults = rule.find(inside);
                  faults.forEach(fault -> rule.repair(inside, fault, now));
                  found.addAll(faults);
                }
                return new Report(found, rules(inside, false), false, false);
              }));
    } catch (SQLException e) {
      throw database.failure(e, database.path());
    } catch (JdbiException e) {
      throw failure(database, e);
    }
  }

  /** An index follows from its table. If anything else is damaged, the file stays as it is. */
  private static List<Fault> afterReindex(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("REINDEX");
      List<Fault> left = damage(connection);
      if (left.isEmpty()) {
        connection.commit();
      } else {
        connection.rollback();
      }
      return left;
    } catch (SQLException e) {
      connection.rollback();
      return List.of(damage(String.valueOf(e.getMessage())));
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static BackupException failure(DatabaseFile database, JdbiException e) {
    return e.getCause() instanceof SQLException cause
        ? database.failure(cause, database.path())
        : new BackupException(Reason.UNUSABLE, database.path(), e);
  }

  private static List<Fault> damage(Connection connection) throws SQLException {
    return DatabaseFile.faults(connection).stream().map(SqliteCheck::damage).toList();
  }

  private static Fault damage(String detail) {
    return new Fault(Kind.DAMAGED, 0, 0, detail);
  }

  private static List<Fault> rules(Handle handle, boolean isServed) {
    List<Fault> faults = new ArrayList<>();
    for (CheckRule rule : CheckRules.ALL) {
      if (!isServed || rule.kind() != Kind.NOT_RUNNING) {
        faults.addAll(rule.find(handle));
      }
    }
    return faults;
  }
}
