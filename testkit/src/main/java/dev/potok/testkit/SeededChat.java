package dev.potok.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.IntFunction;

/**
 * Fills a chat with a history as long as one likes, past the server and its models: questions and
 * answers by turns. The server may run, and tells nobody of it. Needs SQLite's driver at run time.
 */
public final class SeededChat {
  private static final String MESSAGE =
      """
      INSERT INTO message
        (id, owner_id, chat_id, parent_id, role, content, status, metadata, created_at)
      VALUES (?, 1, ?, ?, ?, ?, 'complete', '{}', ?)
      """;

  /** How long to wait for the server to have written, in milliseconds. */
  private static final int PATIENCE_MILLIS = 60_000;

  private SeededChat() {}

  /**
   * Adds messages behind the last one of a chat; the first of them is a question.
   *
   * @param database the server's database file
   * @param text the text of each message, from 1
   * @return the id of the last one; those before it have the ids before that
   * @throws IllegalStateException if the database refuses
   */
  public static long fill(Path database, long chatId, int messages, IntFunction<String> text) {
    try (Connection connection = open(database)) {
      connection.setAutoCommit(false);
      long lastId = number(connection, "SELECT coalesce(max(id), 0) FROM message");
      long parent = number(connection, "SELECT active_leaf_id FROM chat WHERE id = " + chatId);
      try (PreparedStatement insert = connection.prepareStatement(MESSAGE)) {
        for (int i = 1; i <= messages; i++) {
          insert.setLong(1, ++lastId);
          insert.setLong(2, chatId);
          insert.setObject(3, parent == 0 ? null : parent);
          insert.setString(4, i % 2 == 1 ? "user" : "assistant");
          insert.setString(5, text.apply(i));
          insert.setLong(6, 1_700_000_000_000L + i * 1000L);
          insert.addBatch();
          parent = lastId;
        }
        insert.executeBatch();
      }
      try (Statement update = connection.createStatement()) {
        update.executeUpdate(
            "UPDATE chat SET active_leaf_id = " + lastId + " WHERE id = " + chatId);
      }
      connection.commit();
      return lastId;
    } catch (SQLException e) {
      throw new IllegalStateException("no messages in " + database, e);
    }
  }

  /** The server writes too: a transaction that only read at first could not go on behind its. */
  private static Connection open(Path database) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("transaction_mode", "IMMEDIATE");
    settings.setProperty("busy_timeout", String.valueOf(PATIENCE_MILLIS));
    return DriverManager.getConnection("jdbc:sqlite:" + database, settings);
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
