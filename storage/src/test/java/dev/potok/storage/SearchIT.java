package dev.potok.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.engine.Chats;
import dev.potok.engine.Owner;
import dev.potok.engine.Search;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MarkedText;
import dev.potok.protocol.SearchHit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** The search over a real file. */
@Timeout(60)
class SearchIT {
  private static final Owner ME = Owner.LOCAL;

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1_000_000);
  private SqliteStorage storage;

  @BeforeEach
  void open() {
    storage = MadeTables.open(folder, () -> Instant.ofEpochMilli(now.getAndIncrement()));
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void aWordIsFoundInEveryFormOfIt() {
    long chat = chat("Разное");
    long russian = insert(chat, "Настройки новых потоков хранятся в файле.");
    long english = insert(chat, "The streams are connected again after a cut.");
    awaitIndex();
    assertThat(messages("настройка потока ")).containsExactly(russian);
    assertThat(messages("ПОТОКИ ")).containsExactly(russian);
    assertThat(messages("streaming connections ")).containsExactly(english);
    assertThat(messages("connecting stream ")).containsExactly(english);
    assertThat(messages("stream потоки ")).isEmpty();
  }

  @Test
  void theLastWordMayBeABeginningUnlessSomethingFollowsIt() {
    long chat = chat("x");
    long message = insert(chat, "An unforgettable journey");
    awaitIndex();
    assertThat(messages("unforg")).containsExactly(message);
    assertThat(messages("unforg ")).isEmpty();
    assertThat(messages("unforg journey")).isEmpty();
    assertThat(messages("un")).isEmpty();
  }

  /** What is typed is shorter than a word, longer than its stem, or neither. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unforgettable",
        "responsibilities",
        "organisations",
        "connection",
        "happiness",
        "relational",
        "nationality",
        "ответственность",
        "интереснейшими",
        "настраивающийся",
        "развивавшимися",
        "подключённого",
        "сообщениями",
        "ёлочками"
      })
  void aWordIsFoundAndMarkedAtEveryStepOfItsTyping(String word) {
    long message = insert(chat("x"), "It is " + word + ", so to say");
    awaitIndex();
    for (int end = SearchTerms.MIN_BEGINNING; end <= word.length(); end++) {
      String typed = word.substring(0, end);
      assertThat(messages(typed)).as(typed).containsExactly(message);
      assertThat(marked(fragment(typed))).as(typed).containsExactly(word);
    }
  }

  @Test
  void titlesComeFirstAndAllIsNewestFirst() {
    long first = chat("Отчёт за май");
    long inFirst = insert(first, "Где отчет?");
    long second = chat("Отчеты");
    long inSecond = insert(second, "Вот ваш отчёт: пусто");
    awaitIndex();
    Search.Page page = find("отчёт ", Optional.empty(), 10);
    assertThat(page.next()).isEmpty();
    assertThat(names(page))
        .containsExactly("c" + second, "c" + first, "m" + inSecond, "m" + inFirst);
    List<String> paged = new ArrayList<>();
    Optional<Search.Place> place = Optional.empty();
    do {
      Search.Page next = find("отчёт ", place, 1);
      assertThat(next.hits()).hasSize(1);
      paged.addAll(names(next));
      place = next.next();
    } while (place.isPresent());
    assertThat(paged).isEqualTo(names(page));
  }

  @Test
  void whatWasLookedForIsMarked() {
    long chat = chat("Поток: streams & <b>");
    insert(
        chat,
        "lorem ipsum ".repeat(30) + "here\n\nis a\tstream 😀 of words " + "dolor ".repeat(60));
    awaitIndex();
    Search.Page page = find("streams", Optional.empty(), 10);
    assertThat(marked(page.hits().getFirst().title())).containsExactly("streams");
    assertThat(page.hits().getFirst().title().text()).isEqualTo("Поток: streams & <b>");
    MarkedText fragment = page.hits().getLast().message().orElseThrow().fragment();
    assertThat(marked(fragment)).containsExactly("stream");
    assertThat(fragment.text())
        .contains("here is a stream 😀 of words")
        .startsWith("…")
        .endsWith("…");
    assertThat(fragment.text()).hasSizeLessThanOrEqualTo(Fragments.MAX_FRAGMENT + 2);
  }

  @Test
  void whatIsDeletedIsNotFoundUntilItIsRestored() {
    long chat = chat("Kiwi");
    long kept = insert(chat, "kiwi one");
    long deleted = insert(chat, "kiwi two");
    awaitIndex();
    assertThat(messages("kiwi")).containsExactly(deleted, kept);
    storage.messages().delete(ME, chat, deleted);
    assertThat(messages("kiwi")).containsExactly(kept);
    storage.messages().restore(ME, chat, deleted, Duration.ofMinutes(1));
    assertThat(messages("kiwi")).containsExactly(deleted, kept);
    assertThat(storage.chats().delete(ME, chat)).isTrue();
    assertThat(find("kiwi", Optional.empty(), 10).hits()).isEmpty();
    assertThat(storage.chats().restore(ME, chat, Duration.ofMinutes(1))).isPresent();
    assertThat(find("kiwi", Optional.empty(), 10).hits()).hasSize(3);
  }

  @Test
  void theWordsOfWhatIsPurgedAreGone() {
    long chat = chat("Kiwi");
    for (int i = 0; i < 600; i++) {
      insert(chat, "kiwi " + i);
    }
    awaitIndex();
    storage.chats().delete(ME, chat);
    assertThat(storage.chats().purgeDeleted(Duration.ofSeconds(-10))).isEqualTo(1);
    assertThat(count("SELECT count(*) FROM message_words WHERE message_words MATCH 'kiwi'"))
        .isZero();
    assertThat(count("SELECT count(*) FROM chat_words WHERE chat_words MATCH 'kiwi'")).isZero();
    assertThat(count("SELECT count(*) FROM message")).isZero();
  }

  @Test
  void nobodyFindsWhatIsAnothers() {
    storage.write(handle -> handle.execute("INSERT INTO owner VALUES (2, 'other', 0)"));
    long chat = chat("mango");
    insert(chat, "mango");
    awaitIndex();
    assertThat(storage.search().find(new Owner(2), query("mango", Optional.empty(), 10)).hits())
        .isEmpty();
    assertThat(find("mango", Optional.empty(), 10).hits()).hasSize(2);
  }

  @Test
  void aNewTitleIsFoundAndTheOldOneIsNot() {
    ChatRead chat = storage.chats().create(ME, fields("apple"));
    awaitIndex();
    storage.chats().update(ME, chat.id(), _ -> fields("banana"));
    awaitIndex();
    assertThat(find("apple", Optional.empty(), 10).hits()).isEmpty();
    assertThat(find("banana", Optional.empty(), 10).hits()).hasSize(1);
  }

  @Test
  void aRunningAnswerIsFoundWhenItHasEnded() {
    long chat = chat("x");
    long answer = insert(chat, "papaya");
    storage.write(handle ->
        handle.execute(
            "UPDATE message SET content = '', status = 'streaming' WHERE id = ?", answer));
    awaitIndex();
    storage.write(
        handle -> handle.execute("UPDATE message SET content = 'papa' WHERE id = ?", answer));
    assertThat(count("SELECT count(*) FROM message_to_index")).isZero();
    storage.write(handle ->
        handle.execute(
            "UPDATE message SET content = 'lychee', status = 'complete' WHERE id = ?", answer));
    awaitIndex();
    assertThat(messages("lychee")).containsExactly(answer);
    assertThat(messages("papaya")).isEmpty();
  }

  /** A folder as an older Potok has left it. */
  private Path oldFolder(String version) throws Exception {
    storage.close();
    Path old = folder.resolve("old");
    Files.createDirectory(old);
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(address(old));
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:dev/potok/storage/sqlite")
        .target(version)
        .load()
        .migrate();
    return old;
  }

  private static String address(Path dataFolder) {
    return "jdbc:sqlite:" + dataFolder.resolve("potok.db");
  }

  @Test
  void whatWasIndexedByItsStemsAloneIsFoundByTheBeginningsOfItsWords() throws Exception {
    Path old = oldFolder("6");
    try (Connection connection = DriverManager.getConnection(address(old));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO chat (id, owner_id, title, search_title, created_at, updated_at)"
              + " VALUES (1, 1, 'Responsible', 'responsible', 0, 0)");
      statement.execute(
          "INSERT INTO message (id, owner_id, chat_id, role, content, status, metadata, created_at)"
              + " VALUES (7, 1, 1, 'user', 'Responsible', 'complete', '{}', 0)");
      statement.execute("DELETE FROM chat_to_index");
      statement.execute("DELETE FROM message_to_index");
      statement.execute("INSERT INTO chat_words (rowid, words) VALUES (1, 'respons')");
      statement.execute("INSERT INTO message_words (rowid, words) VALUES (7, 'respons')");
    }
    storage = SqliteStorage.open(old, Instant::now);
    awaitIndex();
    assertThat(names(find("responsi", Optional.empty(), 10))).containsExactly("c1", "m7");
    assertThat(names(find("responsibly ", Optional.empty(), 10))).containsExactly("c1", "m7");
  }

  @Test
  void whatWasStoredBeforeThereWasASearchIsFound() throws Exception {
    Path old = oldFolder("2");
    try (Connection connection = DriverManager.getConnection(address(old));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO chat VALUES (1, 1, NULL, 'Старый чат', 'старый чат', NULL, 1, 5, 5)");
      statement.execute(
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)"
              + " INSERT INTO message SELECT i, 1, 1, NULL, 'user', 'сообщение номер ' || i,"
              + " 'complete', '{}', 0, NULL FROM n");
    }
    storage = SqliteStorage.open(old, Instant::now);
    awaitIndex();
    assertThat(find("старые чаты ", Optional.empty(), 10).hits()).hasSize(1);
    assertThat(messages("сообщения 77 ")).containsExactly(77L);
    assertThat(storage.chats().find(ME, 1)).isPresent();
  }

  @Test
  void aTextOfEveryKindIsTakenAndFoundByItsOwnWords() {
    Random random = new Random(11);
    long chat = chat("x");
    for (int round = 0; round < 300; round++) {
      String text = hostile(random, 1 + random.nextInt(Search.MAX_TEXT - 1));
      long message = insert(chat, text);
      storage.search().find(ME, query(text, Optional.empty(), 5));
      if (round % 30 == 0) {
        awaitIndex();
        boolean hasWords = !new SearchTerms(text).isEmpty();
        assertThat(messages(text).contains(message)).as(text).isEqualTo(hasWords);
      }
    }
    for (String text :
        List.of(
            "",
            " ",
            "\"",
            "' OR 1=1 --",
            "a\" OR \"b",
            "NEAR(a b)",
            "*",
            "a*",
            "^a",
            "-a",
            "words:a",
            "(",
            ")",
            "AND",
            "OR NOT",
            "\0",
            "a\0b",
            "\uD800",
            "\uDC00a",
            "\uFDFA",
            "%_",
            "a AND",
            "col : x",
            "\\",
            ";DROP TABLE chat",
            "ª",
            "İ",
            "ß",
            "ﬁ")) {
      storage.search().find(ME, query(text, Optional.empty(), 5));
    }
  }

  @Test
  void aTextThatCannotBeNotedIsPassedOverAndTheOthersAreFound() {
    long chat = chat("x");
    awaitIndex();
    storage.write(handle -> {
      handle.execute("ALTER TABLE message_words RENAME TO real_words");
      return handle.execute(
          "CREATE TABLE message_words (words TEXT CHECK (words NOT LIKE '%durian%'))");
    });
    long first = insert(chat, "apple");
    insert(chat, "durian");
    long last = insert(chat, "cherry");
    awaitIndex();
    assertThat(count("SELECT count(*) FROM message_words")).isEqualTo(2);
    assertThat(count("SELECT min(rowid) FROM message_words")).isEqualTo(first);
    assertThat(count("SELECT max(rowid) FROM message_words")).isEqualTo(last);
  }

  @Test
  void aLongTextIsFoundByItsBeginningAndMarkedAtItsVeryBeginning() {
    long chat = chat("x");
    String text =
        "apple "
            + "y ".repeat(Fragments.MAX_READ)
            + "cherry "
            + "z ".repeat(SearchIndexer.MAX_INDEXED / 2)
            + "durian";
    long message = insert(chat, text);
    awaitIndex();
    assertThat(messages("apple ")).containsExactly(message);
    assertThat(messages("cherry ")).containsExactly(message);
    assertThat(messages("durian ")).isEmpty();
    assertThat(marked(fragment("apple "))).containsExactly("apple");
    assertThat(fragment("cherry ").text()).startsWith("apple y y");
    assertThat(marked(fragment("cherry "))).isEmpty();
  }

  private MarkedText fragment(String text) {
    return find(text, Optional.empty(), 1).hits().getFirst().message().orElseThrow().fragment();
  }

  @Test
  void aLongTextWithoutAnySpaceIsFoundByItsBeginning() {
    long chat = chat("x");
    long message = insert(chat, "q".repeat(300_000) + " z");
    awaitIndex();
    assertThat(messages("q".repeat(100) + " ")).containsExactly(message);
  }

  @Test
  void aWordOfAScriptWithoutSpacesIsFound() {
    long chat = chat("x");
    long message = insert(chat, "我喜欢流式传输");
    awaitIndex();
    assertThat(messages("流式")).containsExactly(message);
  }

  private static String hostile(Random random, int length) {
    String alphabet = "ab яёЙ\"'*()^-:+{}\\\0\n\t%_ANDORNOTNEAR,.;\u0301\u200D\uFFFF";
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      switch (random.nextInt(8)) {
        case 0 -> text.append((char) random.nextInt(0x10000));
        case 1 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 2 -> text.appendCodePoint(random.nextInt(0x110000));
        default -> text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
    }
    // What is stored has no half of a character in it.
    return JsonText.wellFormed(text.substring(0, length));
  }

  private static List<String> marked(MarkedText text) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < text.marks().size(); i += 2) {
      parts.add(text.text().substring(text.marks().get(i), text.marks().get(i + 1)));
    }
    return parts;
  }

  private List<Long> messages(String text) {
    return find(text, Optional.empty(), 100).hits().stream()
        .flatMap(hit -> hit.message().stream())
        .map(SearchHit.FoundMessage::id)
        .toList();
  }

  private static List<String> names(Search.Page page) {
    return page.hits().stream()
        .map(hit -> hit.message().map(m -> "m" + m.id()).orElse("c" + hit.chat().id()))
        .toList();
  }

  private Search.Page find(String text, Optional<Search.Place> after, int limit) {
    return storage.search().find(ME, query(text, after, limit));
  }

  private static Search.Query query(String text, Optional<Search.Place> after, int limit) {
    return new Search.Query(text, after, limit);
  }

  private static Chats.Fields fields(String title) {
    return new Chats.Fields(OptionalLong.empty(), title, Optional.empty());
  }

  private long chat(String title) {
    return storage.chats().create(ME, fields(title)).id();
  }

  private long insert(long chat, String content) {
    return storage.write(handle ->
        handle
            .createQuery(
                "INSERT INTO message (owner_id, chat_id, role, content, status, metadata,"
                    + " created_at) VALUES (1, :chat, 'user', :content, 'complete', '{}', 0)"
                    + " RETURNING id")
            .bind("chat", chat)
            .bind("content", content)
            .mapTo(Long.class)
            .one());
  }

  private void awaitIndex() {
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() ->
            assertThat(
                    count(
                        "SELECT (SELECT count(*) FROM chat_to_index)"
                            + " + (SELECT count(*) FROM message_to_index)"))
                .isZero());
  }

  private long count(String sql) {
    return storage.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
