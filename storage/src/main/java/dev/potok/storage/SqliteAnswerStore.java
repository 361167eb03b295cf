package dev.potok.storage;

import dev.potok.engine.AnswerLog;
import dev.potok.engine.AnswerStore;
import dev.potok.engine.LoggedEvent;
import dev.potok.engine.OnFailure;
import dev.potok.engine.Owner;
import dev.potok.engine.StorageException;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.PotokException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Answers and their logs in SQLite. */
final class SqliteAnswerStore implements AnswerStore {

  private final SqliteStorage storage;
  private final CommitThread writer;

  SqliteAnswerStore(SqliteStorage storage, CommitThread writer) {
    this.storage = storage;
    this.writer = writer;
  }

  @Override
  public Started start(Owner owner, NewAnswer answer, Consumer<StoredAnswer> beforeCommit) {
    return storage.write(handle -> {
      Started started = new AnswerStart(handle, owner, storage.now()).start(answer);
      if (started.isNew()) {
        beforeCommit.accept(started.answer());
      }
      return started;
    });
  }

  @Override
  public Optional<StoredAnswer> findSend(
      Owner owner, long chatId, String clientMessageId, String digest) {
    return storage.read(handle ->
        new AnswerStart(handle, owner, storage.now()).earlier(chatId, clientMessageId, digest));
  }

  @Override
  public void append(AnswerLog log) {
    writer.submit(new Append(log));
  }

  @Override
  public boolean end(AnswerLog log, Ending ending) {
    EndTask task = new EndTask(log, ending, storage.now());
    writer.submit(task);
    boolean ended = task.await();
    storage.wakeIndexer();
    return ended;
  }

  @Override
  public int interruptOrphans(OnFailure onFailure) {
    return storage.write(handle -> new Orphans(handle, onFailure, storage.now()).interrupt());
  }

  @Override
  public Optional<StoredAnswer> find(Owner owner, long chatId, long messageId) {
    return storage.read(handle -> StoredAnswers.find(handle, owner, chatId, messageId));
  }

  @Override
  public OptionalLong chatOf(Owner owner, long messageId) {
    return storage
        .read(handle ->
            handle
                .createQuery("SELECT chat_id FROM answer WHERE message_id = ? AND owner_id = ?")
                .bind(0, messageId)
                .bind(1, owner.id())
                .mapTo(Long.class)
                .findOne())
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  @Override
  public List<LoggedEvent> events(long messageId, long after, int characters) {
    String sql =
        """
        SELECT seq, kind, text FROM answer_event
        WHERE message_id = :message AND seq > :after ORDER BY seq
        """;
    return storage.read(handle -> {
      try (ResultIterator<LoggedEvent> rows =
          handle
              .createQuery(sql)
              .bind("message", messageId)
              .bind("after", after)
              .map((row, _) -> event(row))
              .iterator()) {
        List<LoggedEvent> events = new ArrayList<>();
        int found = 0;
        while (found < characters && rows.hasNext()) {
          LoggedEvent event = rows.next();
          events.add(event);
          found += ((MessageDelta) event.event()).text().length();
        }
        return events;
      }
    });
  }

  private static LoggedEvent event(ResultSet row) throws SQLException {
    return new LoggedEvent(
        row.getLong("seq"),
        new MessageDelta(
            MessageDelta.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("text")));
  }

  @Override
  public int purgeLogs(Instant endedBefore) {
    String sql =
        """
        DELETE FROM answer_event WHERE message_id IN
          (SELECT DISTINCT answer_event.message_id
           FROM answer_event JOIN answer USING (message_id)
           WHERE answer.ended_at < :before)
        """;
    return storage.write(
        handle -> handle.createUpdate(sql).bind("before", endedBefore.toEpochMilli()).execute());
  }

  /** Writes the events that were drained from a log. On the commit thread. */
  static void insertEvents(Handle handle, long messageId, List<LoggedEvent> events)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    // Plain JDBC: this statement runs for every token of every answer.
    Connection connection = handle.getConnection();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO answer_event (message_id, seq, kind, text) VALUES (?, ?, ?, ?)")) {
      for (LoggedEvent event : events) {
        if (event.event() instanceof MessageDelta delta) {
          insert.setLong(1, messageId);
          insert.setLong(2, event.seq());
          insert.setString(3, delta.kind() == MessageDelta.Kind.TEXT ? "text" : "thinking");
          insert.setString(4, delta.text());
          insert.executeUpdate();
        }
      }
    }
  }

  /** Moves what waits in a log into the store. Survives the death of the process. */
  private static final class Append implements CommitThread.Task {
    private final AnswerLog log;
    private AnswerLog.Drained drained = AnswerLog.Drained.NOTHING;

    Append(AnswerLog log) {
      this.log = log;
    }

    @Override
    public boolean durable() {
      return false;
    }

    @Override
    public void write(Handle handle) throws SQLException {
      drained = log.drain();
      insertEvents(handle, log.messageId(), drained.events());
    }

    @Override
    public void committed() {
      log.publish();
    }

    @Override
    public void failed(PotokException cause) {
      log.takeBack(
          drained,
          cause instanceof StorageException storage
              ? storage
              : new StorageException("the log cannot be written", cause));
    }
  }
}
