package dev.potok.storage;

import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.ProjectRead;
import dev.potok.protocol.PromptRead;
import dev.potok.protocol.Role;
import dev.potok.protocol.WireJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Turns rows into the records of the wire. The columns are named as the records' fields. */
final class Rows {

  private Rows() {}

  static ProjectRead project(ResultSet row) throws SQLException {
    return new ProjectRead(
        row.getLong("id"),
        row.getString("name"),
        row.getString("instructions"),
        Optional.ofNullable(row.getString("default_model")),
        time(row.getLong("created_at")),
        time(row.getLong("updated_at")));
  }

  static ChatRead chat(ResultSet row) throws SQLException {
    return new ChatRead(
        row.getLong("id"),
        optionalLong(row, "project_id"),
        row.getString("title"),
        Optional.ofNullable(row.getString("model")),
        new ChatOptions(
            row.getString("instructions"),
            optionalDouble(row, "temperature"),
            optionalLong(row, "max_tokens")),
        optionalLong(row, "streaming_message_id"),
        time(row.getLong("created_at")),
        time(row.getLong("updated_at")),
        row.getBoolean("pinned"),
        row.getBoolean("archived"));
  }

  static PromptRead prompt(ResultSet row) throws SQLException {
    return new PromptRead(
        row.getLong("id"),
        row.getString("name"),
        row.getString("text"),
        time(row.getLong("created_at")),
        time(row.getLong("updated_at")));
  }

  static MessageRead message(ResultSet row) throws SQLException {
    return new MessageRead(
        row.getLong("id"),
        row.getLong("chat_id"),
        optionalLong(row, "parent_id"),
        role(row),
        row.getString("content"),
        time(row.getLong("created_at")),
        MessageStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        WireJson.readMetadata(JsonFields.parse(row.getString("metadata"))));
  }

  /** As {@link #message}, with the column {@code versions}: ids with commas between, or null. */
  static MessageRead messageWithVersions(ResultSet row) throws SQLException {
    MessageRead message = message(row);
    String ids = row.getString("versions");
    return ids == null
        ? message
        : message.withVersions(Stream.of(ids.split(",", -1)).map(Long::valueOf).toList());
  }

  private static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  static Role role(ResultSet row) throws SQLException {
    return Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
  }

  static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A time as the wire shows it: RFC 3339, in UTC. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
