package dev.potok.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** The tables of a database, and how old they are. */
final class Schema {
  private static final Set<String> TABLES =
      Set.of("project", "chat", "message", "answer", "answer_event");

  private Schema() {}

  /** The age of a database's tables, against what this program knows. */
  enum Age {
    /** They are not Potok's. */
    FOREIGN,
    /** {@link #migrate} brings them up to date. */
    OLDER,
    CURRENT,
    /** A newer program has changed them in ways that this one does not know. */
    NEWER
  }

  /**
   * The age of a database's tables.
   *
   * @throws SQLException if it cannot be read
   * @throws FlywayException if it cannot be read
   */
  static Age ageOf(DataSource source) throws SQLException {
    if (!tables(source).containsAll(TABLES)) {
      return Age.FOREIGN;
    }
    MigrationInfoService migrations = flyway(source).info();
    if (migrations.applied().length == 0) {
      return Age.FOREIGN;
    }
    if (Arrays.stream(migrations.applied()).anyMatch(Schema::isUnknown)) {
      return Age.NEWER;
    }
    return migrations.pending().length > 0 ? Age.OLDER : Age.CURRENT;
  }

  /**
   * Makes the tables, or brings them up to date.
   *
   * @throws FlywayException if it fails
   */
  static void migrate(DataSource source) {
    flyway(source).migrate();
  }

  private static boolean isUnknown(MigrationInfo applied) {
    return applied.getState().isApplied() && !applied.getState().isResolved();
  }

  private static Set<String> tables(DataSource source) throws SQLException {
    Set<String> tables = new HashSet<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private static Flyway flyway(DataSource source) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:dev/potok/storage/sqlite")
        .load();
  }
}
