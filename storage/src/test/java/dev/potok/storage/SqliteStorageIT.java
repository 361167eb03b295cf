package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.potok.engine.Chats;
import dev.potok.engine.ConflictException;
import dev.potok.engine.MessageStore;
import dev.potok.engine.NotFoundException;
import dev.potok.engine.Owner;
import dev.potok.engine.Projects;
import dev.potok.engine.StorageException;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.ProjectRead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stores over a real file. */
@Timeout(60)
class SqliteStorageIT {
  private static final Owner ME = Owner.LOCAL;

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1_000_000);
  private SqliteStorage storage;

  @BeforeEach
  void open() {
    storage = SqliteStorage.open(folder, () -> Instant.ofEpochMilli(now.getAndIncrement()));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void whatWasStoredIsThereAfterAReopen() {
    ProjectRead project = project("Склад");
    ChatRead chat = chat(OptionalLong.of(project.id()), "Остатки");
    storage.close();
    open();
    assertThat(storage.projects().list(ME)).containsExactly(project);
    assertThat(storage.chats().find(ME, chat.id())).hasValue(chat);
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() {
    assertThatThrownBy(() -> SqliteStorage.open(folder, Instant::now))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("in use");
    assertThat(storage.projects().list(ME)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeUsedIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> SqliteStorage.open(file, Instant::now))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndItsFolderGivenBack() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("potok.db"), "not a database, and long enough. ".repeat(50));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> SqliteStorage.open(other, Instant::now))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot be used");
    }
  }

  @Test
  void projectsAreChangedAndListedByName() {
    ProjectRead b = project("b");
    ProjectRead a = project("a");
    assertThat(storage.projects().list(ME)).containsExactly(a, b);
    Projects.Fields fields = new Projects.Fields("c", "be brief", Optional.of("step/one"));
    ProjectRead changed = storage.projects().update(ME, a.id(), _ -> fields).orElseThrow();
    assertThat(changed.name()).isEqualTo("c");
    assertThat(changed.instructions()).isEqualTo("be brief");
    assertThat(changed.defaultModel()).hasValue("step/one");
    assertThat(storage.projects().update(ME, 999, _ -> fields)).isEmpty();
    assertThat(storage.projects().update(new Owner(2), a.id(), _ -> fields)).isEmpty();
  }

  @Test
  void deletingAProjectDeletesWhatIsInItAndNothingElse() {
    ProjectRead project = project("p");
    ChatRead inside = chat(OptionalLong.of(project.id()), "in");
    ChatRead outside = chat(OptionalLong.empty(), "out");
    insert(inside.id(), OptionalLong.empty(), "x");
    insert(outside.id(), OptionalLong.empty(), "y");
    assertThat(storage.projects().delete(ME, project.id())).isTrue();
    assertThat(storage.projects().delete(ME, project.id())).isFalse();
    assertThat(storage.chats().find(ME, inside.id())).isEmpty();
    assertThat(storage.chats().find(ME, outside.id())).isPresent();
    assertThat(storage.chats().purgeDeleted(Duration.ofSeconds(-10))).isEqualTo(1);
    assertThat(storage.projects().purgeDeleted(Duration.ofSeconds(-10))).isEqualTo(1);
    assertThat(count("project")).isZero();
    assertThat(count("message")).isEqualTo(1);
  }

  @Test
  void chatsAreListedNewestFirstInPagesAndFoundInAnyCase() {
    List<ChatRead> made = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      made.add(chat(OptionalLong.empty(), i % 2 == 0 ? "Остатки " + i : "ÜBER " + i));
    }
    List<ChatRead> seen = new ArrayList<>();
    Optional<Chats.Place> after = Optional.empty();
    do {
      List<ChatRead> page = storage.chats().list(ME, query("", after, 10));
      boolean more = page.size() > 10;
      List<ChatRead> shown = more ? page.subList(0, 10) : page;
      seen.addAll(shown);
      ChatRead last = shown.getLast();
      after =
          more
              ? Optional.of(
                  new Chats.Place(Instant.parse(last.updatedAt()).toEpochMilli(), last.id()))
              : Optional.empty();
    } while (after.isPresent());
    assertThat(seen).containsExactlyElementsOf(made.reversed());
    assertThat(storage.chats().list(ME, query("оСТАТки", Optional.empty(), 50))).hasSize(13);
    assertThat(storage.chats().list(ME, query("über 1", Optional.empty(), 50))).hasSize(6);
    assertThat(storage.chats().list(ME, query("100%_'\"", Optional.empty(), 50))).isEmpty();
  }

  @Test
  void aPathIsReadInPagesAndLeadsThroughDeletedMessages() {
    long chat = chat(OptionalLong.empty(), "").id();
    List<Long> ids = new ArrayList<>();
    OptionalLong parent = OptionalLong.empty();
    for (int i = 0; i < 10; i++) {
      long id = insert(chat, parent, "m" + i);
      ids.add(id);
      parent = OptionalLong.of(id);
    }
    setLeaf(chat, ids.getLast());
    MessageStore messages = storage.messages();
    assertThat(contents(messages.path(ME, chat, OptionalLong.empty(), 100)))
        .isEqualTo("m0 m1 m2 m3 m4 m5 m6 m7 m8 m9");
    List<MessageRead> page = messages.path(ME, chat, OptionalLong.empty(), 3);
    assertThat(contents(page)).isEqualTo("m7 m8 m9");
    assertThat(page.getFirst().parentId()).hasValue(ids.get(6));
    assertThat(contents(messages.path(ME, chat, OptionalLong.of(ids.get(7)), 3)))
        .isEqualTo("m4 m5 m6");
    assertThat(messages.path(ME, chat, OptionalLong.of(ids.getFirst()), 3)).isEmpty();
    long elsewhere = insert(chat(OptionalLong.empty(), "").id(), OptionalLong.empty(), "x");
    assertThatThrownBy(() -> messages.path(ME, chat, OptionalLong.of(elsewhere), 3))
        .isInstanceOf(NotFoundException.class);

    assertThat(messages.delete(ME, chat, ids.get(0))).isTrue();
    assertThat(messages.delete(ME, chat, ids.get(5))).isTrue();
    assertThat(messages.delete(ME, chat, ids.get(9))).isTrue();
    assertThat(messages.delete(ME, chat, ids.get(9))).isFalse();
    List<MessageRead> rest = messages.path(ME, chat, OptionalLong.empty(), 100);
    assertThat(contents(rest)).isEqualTo("m1 m2 m3 m4 m6 m7 m8");
    assertThat(rest.getFirst().parentId()).isEmpty();
    assertThat(rest.get(4).parentId()).hasValue(ids.get(4));
    assertThat(contents(messages.path(ME, chat, OptionalLong.empty(), 4))).isEqualTo("m4 m6 m7 m8");
    assertThat(contents(messages.path(ME, chat, OptionalLong.of(ids.get(5)), 2)))
        .isEqualTo("m3 m4");

    Duration tenMinutes = Duration.ofMinutes(10);
    assertThat(messages.restore(ME, chat, ids.get(5), tenMinutes)).isPresent();
    now.addAndGet(Duration.ofMinutes(11).toMillis());
    assertThat(messages.restore(ME, chat, ids.get(9), tenMinutes)).isEmpty();
    assertThat(messages.purgeDeleted(tenMinutes)).isEqualTo(2);
    List<MessageRead> purged = messages.path(ME, chat, OptionalLong.empty(), 100);
    assertThat(contents(purged)).isEqualTo("m1 m2 m3 m4 m5 m6 m7 m8");
    assertThat(count("message")).isEqualTo(9);
  }

  @Test
  void aWriteThatFailsUndoesItselfAlone() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        writes.add(
            threads.submit(() ->
                storage.write(handle -> {
                  handle.execute(
                      "INSERT INTO project (owner_id, name, instructions, created_at,"
                          + " updated_at) VALUES (1, ?, '', 0, 0)",
                      "p" + number);
                  if (number % 2 == 1) {
                    throw new ConflictException(ConflictException.Kind.ANSWER_RUNNING);
                  }
                  return number;
                })));
      }
      for (int i = 0; i < 200; i++) {
        Future<?> write = writes.get(i);
        if (i % 2 == 1) {
          assertThatThrownBy(write::get).hasCauseInstanceOf(ConflictException.class);
        } else {
          assertThat(write.get()).isEqualTo(i);
        }
      }
    }
    assertThat(storage.projects().list(ME)).hasSize(100);
  }

  @Test
  void whatIsWrittenAfterTheCloseIsRefused() {
    storage.close();
    assertThatThrownBy(() -> project("late")).isInstanceOf(StorageException.class);
    open();
  }

  @Test
  void aTitleIsTheFirstWordsOfTheFirstMessage() {
    assertThat(AnswerStart.titleFrom("  Привет,\n\n мир  ")).isEqualTo("Привет, мир");
    String emoji = "😀".repeat(80);
    assertThat(AnswerStart.titleFrom(emoji)).isEqualTo("😀".repeat(30) + "…");
    assertThat(AnswerStart.titleFrom("word ".repeat(50))).hasSizeLessThan(62).endsWith("word…");
  }

  private ProjectRead project(String name) {
    return storage.projects().create(ME, new Projects.Fields(name, "", Optional.empty()));
  }

  private ChatRead chat(OptionalLong project, String title) {
    return storage.chats().create(ME, new Chats.Fields(project, title, Optional.empty()));
  }

  private static Chats.Query query(String words, Optional<Chats.Place> after, int limit) {
    return new Chats.Query(OptionalLong.empty(), words, after, limit);
  }

  private long insert(long chat, OptionalLong parent, String content) {
    return storage.write(handle ->
        handle
            .createQuery(
                "INSERT INTO message (owner_id, chat_id, parent_id, role, content, status,"
                    + " metadata, created_at) VALUES (1, :chat, :parent, 'user', :content,"
                    + " 'complete', '{}', 0) RETURNING id")
            .bind("chat", chat)
            .bind("parent", parent.isPresent() ? parent.getAsLong() : null)
            .bind("content", content)
            .mapTo(Long.class)
            .one());
  }

  private void setLeaf(long chat, long leaf) {
    storage.write(
        handle -> handle.execute("UPDATE chat SET active_leaf_id = ? WHERE id = ?", leaf, chat));
  }

  private long count(String table) {
    return storage.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  private static String contents(List<MessageRead> messages) {
    return String.join(" ", messages.stream().map(MessageRead::content).toList());
  }

  @Test
  void theFolderHoldsNothingButTheDatabaseAndItsLock() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.startsWith("potok.db") || name.equals("potok.lock"));
    }
  }
}
