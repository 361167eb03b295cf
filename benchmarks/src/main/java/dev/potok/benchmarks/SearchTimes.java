package dev.potok.benchmarks;

import dev.potok.engine.Owner;
import dev.potok.engine.Search;
import dev.potok.storage.SqliteStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How long the search takes: fills a new data folder with messages in Russian and English, whose
 * words are as unequal as those of a language, lets the index be made, and looks for common and
 * rare words. Arguments: the folder, and how many messages (default 1,000,000).
 */
public final class SearchTimes {
  private static final int MESSAGES_PER_CHAT = 100;
  private static final int WORDS_PER_MESSAGE = 40;
  private static final int VOCABULARY = 40_000;
  private static final int WARM_UP = 20;
  private static final int RUNS = 200;
  private static final int PAGE = 20;

  /** Words of which it is known how often they are there, in messages of 100,000. */
  private record Known(String word, int of100000) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("сервером", 50_000),
          new Known("потоки", 20_000),
          new Known("connected", 30_000),
          new Known("настройка", 1_000),
          new Known("ornithopter", 1));

  private static final List<String> QUERIES =
      List.of(
          "сервер ",
          "connection ",
          "серверы потоков ",
          "сервер настройки ",
          "настройки ",
          "ornithopters ",
          "сервер ornithopter ",
          "ничегошеньки ",
          "серв",
          "connec",
          "сер",
          "con");

  private SearchTimes() {}

  /** Fills, indexes, and measures. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    SqliteStorage.open(folder, Clock.systemUTC()).close();
    String url = "jdbc:sqlite:" + folder.resolve("potok.db");
    try (Connection connection = DriverManager.getConnection(url)) {
      fill(connection, messages);
    }
    long size = Files.size(folder.resolve("potok.db"));
    long start = System.nanoTime();
    try (SqliteStorage storage = SqliteStorage.open(folder, Clock.systemUTC())) {
      awaitIndex(url);
      IO.println(
          String.format(
              Locale.ROOT,
              "%,d messages of %d words: index made in %d s, the file was %d MB",
              messages,
              WORDS_PER_MESSAGE,
              (System.nanoTime() - start) / 1_000_000_000,
              size >> 20));
      Search search = new Search(storage.search());
      for (String query : QUERIES) {
        measure(search, query);
      }
    }
    IO.println("the file is " + (Files.size(folder.resolve("potok.db")) >> 20) + " MB");
  }

  private static void fill(Connection connection, int messages) throws SQLException {
    Random random = new Random(7);
    String[] words = vocabulary(random);
    connection.setAutoCommit(false);
    String chat =
        "INSERT INTO chat (id, owner_id, title, search_title, created_at, updated_at)"
            + " VALUES (?, 1, ?, '', 0, 0)";
    String message =
        "INSERT INTO message (owner_id, chat_id, role, content, status, metadata,"
            + " created_at) VALUES (1, ?, 'user', ?, 'complete', '{}', 0)";
    try (PreparedStatement chats = connection.prepareStatement(chat);
        PreparedStatement rows = connection.prepareStatement(message)) {
      for (int i = 0; i < messages; i++) {
        if (i % MESSAGES_PER_CHAT == 0) {
          chats.setInt(1, 1 + i / MESSAGES_PER_CHAT);
          chats.setString(2, text(random, words, 4));
          chats.executeUpdate();
        }
        rows.setInt(1, 1 + i / MESSAGES_PER_CHAT);
        rows.setString(2, text(random, words, WORDS_PER_MESSAGE));
        rows.executeUpdate();
      }
    }
    connection.commit();
  }

  /** Made-up words, by turns in Cyrillic and in Latin letters. */
  private static String[] vocabulary(Random random) {
    String[] words = new String[VOCABULARY];
    for (int i = 0; i < VOCABULARY; i++) {
      String consonants = i % 2 == 0 ? "бвгджзклмнпрстфх" : "bcdfghklmnprstvz";
      String vowels = i % 2 == 0 ? "аеиоуыя" : "aeiouy";
      StringBuilder word = new StringBuilder();
      for (int syllable = 2 + random.nextInt(3); syllable > 0; syllable--) {
        word.append(consonants.charAt(random.nextInt(consonants.length())))
            .append(vowels.charAt(random.nextInt(vowels.length())));
      }
      words[i] = word.toString();
    }
    return words;
  }

  private static String text(Random random, String[] words, int count) {
    StringBuilder text = new StringBuilder();
    for (Known known : KNOWN) {
      if (random.nextInt(100_000) < known.of100000()) {
        text.append(known.word()).append(' ');
      }
    }
    for (int i = 0; i < count; i++) {
      // The word of rank r is there about as often as 1/r says.
      int rank = (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
      text.append(words[rank]).append(i % 12 == 11 ? ". " : " ");
    }
    return text.toString();
  }

  private static void awaitIndex(String url) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      boolean waiting = true;
      while (waiting) {
        Thread.sleep(500);
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT EXISTS (SELECT 1 FROM message_to_index)"
                    + " OR EXISTS (SELECT 1 FROM chat_to_index)")) {
          waiting = rows.next() && rows.getBoolean(1);
        }
      }
    }
  }

  private static void measure(Search search, String text) {
    Search.Query query = new Search.Query(text, Optional.empty(), PAGE);
    int hits = 0;
    for (int i = 0; i < WARM_UP; i++) {
      hits = search.find(Owner.LOCAL, query).hits().size();
    }
    long[] nanos = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      search.find(Owner.LOCAL, query);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    IO.println(
        String.format(
            Locale.ROOT,
            "%-22s %3d hits   p50 %6.2f ms   p95 %6.2f ms",
            "\"" + text + "\"",
            hits,
            nanos[RUNS / 2] / 1e6,
            nanos[RUNS * 95 / 100] / 1e6));
  }
}
