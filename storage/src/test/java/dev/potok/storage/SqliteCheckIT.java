package dev.potok.storage;

import static dev.potok.storage.OpenStorage.ME;
import static dev.potok.storage.OpenStorage.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.AnswerReader;
import dev.potok.engine.Chats;
import dev.potok.engine.ModelException;
import dev.potok.engine.Projects;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.storage.BackupException.Reason;
import dev.potok.storage.SqliteCheck.Fault;
import dev.potok.storage.SqliteCheck.Kind;
import dev.potok.storage.SqliteCheck.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that are put into real data are found, and repaired without losing a message. */
@Timeout(60)
class SqliteCheckIT {

  @TempDir static Path made;
  @TempDir Path folder;
  private final StepModel model = new StepModel();

  /** Chat 1 in project 1: question 1, answer 2, question 3, answers 4 and 5. */
  @BeforeAll
  static void makeData() throws Exception {
    StepModel model = new StepModel();
    try (OpenStorage open = OpenStorage.over(made, model)) {
      open.projects.create(ME, new Projects.Fields("Склад", "", Optional.empty()));
      long chat =
          open.chats
              .create(ME, new Chats.Fields(OptionalLong.of(1), "Остатки", Optional.empty()))
              .id();
      model.thinks("hm").says("one").finishes().says("two").finishes().says("three").finishes();
      readAll(open.send(chat, "first"));
      readAll(open.send(chat, "second"));
      readAll(open.regenerate(chat, 4));
      assertThat(open.history(chat)).extracting(MessageRead::id).containsExactly(1L, 2L, 3L, 5L);
    }
  }

  @BeforeEach
  void copyData() throws Exception {
    Files.copy(made.resolve("potok.db"), folder.resolve("potok.db"));
  }

  @Test
  void dataThatWasOnlyWrittenByTheServerHasNoFaults() throws Exception {
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      long chat = open.newChat();
      model.fails(ModelException.Kind.REFUSED);
      readAll(open.send(chat, "refused"));
      model.says("half").fails(ModelException.Kind.CUT_OFF);
      readAll(open.send(chat, "cut"));
      AnswerReader stopped = open.send(chat, "stopped before the first word");
      open.answers.stop(ME, chat, stopped.messageId());
      readAll(stopped);
      open.messages.delete(ME, 1, 2);
      open.messages.delete(ME, 1, 5);
      assertThat(faults(SqliteCheck.find(folder))).isEmpty();
      open.storage.messages().purgeDeleted(Duration.ZERO.minusSeconds(5));
      open.storage.answers().purgeLogs(Clock.systemUTC().instant().plusSeconds(5));
      AnswerReader running = open.send(chat, "running");
      model.says("word");
      running.next(OpenStorage.SOON);
      Report served = SqliteCheck.find(folder);
      assertThat(served.isServed()).isTrue();
      assertThat(faults(served)).isEmpty();
    }
    Report report = SqliteCheck.find(folder);
    assertThat(report.isServed()).isFalse();
    assertThat(faults(report)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE chat SET active_leaf_id = 99                                    | ACTIVE_LEAF
          UPDATE message SET parent_id = 77 WHERE id = 3                         | PARENT
          UPDATE message SET parent_id = 5 WHERE id = 1                          | PARENT
          UPDATE message SET parent_id = id WHERE id = 2                         | PARENT
          UPDATE chat SET search_title = 'x'                                     | SEARCH_TITLE
          UPDATE message SET status = 'streaming' WHERE id = 5                   | NOT_RUNNING ANSWER_STATUS
          UPDATE answer SET status = 'streaming' WHERE message_id = 5            | ANSWER_STATUS
          UPDATE answer SET status = 'failed' WHERE message_id = 4               | ANSWER_STATUS
          UPDATE answer SET last_seq = NULL WHERE message_id = 4                 | LAST_SEQ
          UPDATE answer SET last_seq = 9 WHERE message_id = 4                    | LAST_SEQ
          UPDATE answer_event SET seq = 7 WHERE message_id = 4                   | LOG LAST_SEQ
          UPDATE answer_event SET text = 'other' WHERE message_id = 4            | LOG
          DELETE FROM message WHERE id = 4                                       | ANSWER_GONE
          DELETE FROM project                                                    | PROJECT_MISSING
          DELETE FROM chat                                                       | CHAT_MISSING
          DELETE FROM answer WHERE message_id = 2                                | LOG
          DELETE FROM chat; DELETE FROM message                                  | ANSWER_GONE
          UPDATE sqlite_sequence SET seq = 2 WHERE name = 'message'              | NEXT_ID
          DELETE FROM sqlite_sequence                                            | NEXT_ID
          """)
  void aFaultIsFoundAndRepaired(String sql, String kinds) throws Exception {
    execute(sql);
    List<Fault> found = SqliteCheck.find(folder).found();
    assertThat(kindsOf(found)).containsExactlyInAnyOrderElementsOf(kindsOf(kinds));
    // Looking changes nothing.
    assertThat(SqliteCheck.find(folder).found()).isEqualTo(found);

    Report repaired = SqliteCheck.repair(folder, Clock.systemUTC());
    assertThat(kindsOf(repaired.found())).isNotEmpty().isSubsetOf(kindsOf(kinds));
    assertThat(repaired.left()).isEmpty();
    assertThat(faults(SqliteCheck.find(folder))).isEmpty();
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      // Nobody's message is lost, and the chat works.
      if (!sql.contains("FROM message")) {
        ChatRead chat = open.chats.get(ME, 1);
        assertThat(open.history(chat.id()))
            .extracting(MessageRead::content)
            .containsExactly("first", "one", "second", "three");
        model.says("more").finishes();
        AnswerReader next = open.send(1, "next");
        assertThat(next.messageId()).isEqualTo(7);
        readAll(next);
      }
    }
  }

  @Test
  void anAnswerThatNoServerRunsBecomesInterruptedWithItsText() throws Exception {
    execute(
        """
        UPDATE message SET status = 'streaming', content = '' WHERE id = 5;
        UPDATE answer SET status = 'streaming', ended_at = NULL, last_seq = NULL
        WHERE message_id = 5
        """);
    assertThat(kindsOf(SqliteCheck.find(folder).found())).containsExactly(Kind.NOT_RUNNING);
    assertThat(SqliteCheck.repair(folder, Clock.systemUTC()).left()).isEmpty();
    try (OpenStorage open = OpenStorage.over(folder, model)) {
      MessageRead answer = open.history(1).getLast();
      assertThat(answer.status()).isEqualTo(MessageStatus.INTERRUPTED);
      assertThat(answer.content()).isEqualTo("three");
    }
  }

  @Test
  void aBrokenIndexIsBuiltAgain() throws Exception {
    execute(
        """
        PRAGMA writable_schema = 1;
        CREATE TABLE copy AS SELECT * FROM sqlite_schema WHERE name = 'message_of_chat';
        DELETE FROM sqlite_schema WHERE name = 'message_of_chat';
        PRAGMA writable_schema = RESET;
        UPDATE message SET parent_id = NULL WHERE id = 2;
        PRAGMA writable_schema = 1;
        INSERT INTO sqlite_schema SELECT * FROM copy;
        PRAGMA writable_schema = RESET;
        DROP TABLE copy;
        UPDATE message SET role = role
        """);
    Report found = SqliteCheck.find(folder);
    assertThat(kindsOf(found.found())).containsExactly(Kind.DAMAGED);
    Report repaired = SqliteCheck.repair(folder, Clock.systemUTC());
    assertThat(repaired.left()).isEmpty();
    assertThat(faults(SqliteCheck.find(folder))).isEmpty();
  }

  @Test
  void aDamagedFileIsSaidAndLeftAlone() throws Exception {
    Path file = folder.resolve("potok.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 16 * 4096; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);
    assertThat(kindsOf(SqliteCheck.find(folder).found())).containsExactly(Kind.DAMAGED);
    Report repaired = SqliteCheck.repair(folder, Clock.systemUTC());
    assertThat(kindsOf(repaired.left())).containsExactly(Kind.DAMAGED);
  }

  @Test
  void whatCannotBeCheckedIsSaid() throws Exception {
    assertReason(Reason.NO_DATABASE, folder.resolve("none"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("potok.db"), "not a database. ".repeat(1000));
    assertReason(Reason.NOT_A_DATABASE, other);
    try (OpenStorage _ = OpenStorage.over(folder, model)) {
      assertThatThrownBy(() -> SqliteCheck.repair(folder, Clock.systemUTC()))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.IN_USE));
    }
  }

  private static void assertReason(Reason reason, Path folder) {
    assertThatThrownBy(() -> SqliteCheck.find(folder))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static List<Fault> faults(Report report) {
    assertThat(report.left()).isEqualTo(report.found());
    return report.found();
  }

  private static Set<Kind> kindsOf(List<Fault> faults) {
    return faults.stream().map(Fault::kind).collect(Collectors.toSet());
  }

  private static Set<Kind> kindsOf(String names) {
    return List.of(names.split(" ")).stream().map(Kind::valueOf).collect(Collectors.toSet());
  }

  /** As an accident would: foreign keys are not looked at. */
  private void execute(String script) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("potok.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA foreign_keys = 0");
      for (String sql : script.split(";", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
  }
}
