package dev.potok.cli;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Part of a mutant, called in place of the commit thread's own statements: a transaction that holds
 * only deltas is not committed when the server says so, but before the next statement. Whoever was
 * shown a delta meanwhile was promised too much. It has the state of the process whose one commit
 * thread calls it.
 */
public final class LateCommit {
  private static boolean synced;
  private static boolean open;

  private LateCommit() {}

  /** Stands for {@link Statement#execute(String)}. */
  public static boolean execute(Statement statement, String sql) throws SQLException {
    if (sql.equals("COMMIT") && !synced) {
      open = true;
      return false;
    }
    if (open) {
      open = false;
      statement.execute("COMMIT");
    }
    if (sql.startsWith("PRAGMA synchronous")) {
      synced = sql.endsWith("FULL");
    }
    return statement.execute(sql);
  }
}
