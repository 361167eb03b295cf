package dev.potok.storage;

import dev.potok.engine.Owner;
import dev.potok.engine.Search;
import dev.potok.engine.SearchStore;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.Role;
import dev.potok.protocol.SearchHit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The search by SQLite's FTS5. Hits come in the order of their numbers, newest first, so that the
 * index is read no further than the page needs, however many match.
 */
final class SqliteSearchStore implements SearchStore {

  /** The cross joins keep the order: the index leads. */
  private static final String TITLES =
      SqliteChatStore.SELECT
          + """
          FROM chat_words CROSS JOIN chat ON chat.id = chat_words.rowid
          WHERE chat_words MATCH :words AND chat_words.rowid < :before
            AND chat.owner_id = :owner AND chat.deleted_at IS NULL
          ORDER BY chat_words.rowid DESC
          LIMIT :limit
          """;

  private static final String MESSAGES =
      SqliteChatStore.SELECT
          + """
          , message.id AS message_id, message.role, message.content,
            message.created_at AS message_created_at
          FROM message_words
          CROSS JOIN message ON message.id = message_words.rowid
          CROSS JOIN chat ON chat.id = message.chat_id
          WHERE message_words MATCH :words AND message_words.rowid < :before
            AND message.owner_id = :owner AND message.deleted_at IS NULL
            AND chat.owner_id = :owner AND chat.deleted_at IS NULL
          ORDER BY message_words.rowid DESC
          LIMIT :limit
          """;

  private final SqliteStorage storage;

  SqliteSearchStore(SqliteStorage storage) {
    this.storage = storage;
  }

  @Override
  public Search.Page find(Owner owner, Search.Query query) {
    SearchTerms terms = new SearchTerms(query.text());
    if (terms.isEmpty()) {
      return new Search.Page(List.of(), Optional.empty());
    }
    List<Found> found = storage.read(handle -> find(handle, owner, query, terms));
    // Outside of the transaction, whose threads are few.
    Fragments fragments = new Fragments(terms);
    List<SearchHit> hits = found.stream().map(row -> row.marked(fragments)).toList();
    if (hits.size() <= query.limit()) {
      return new Search.Page(hits, Optional.empty());
    }
    List<SearchHit> page = hits.subList(0, query.limit());
    return new Search.Page(page, Optional.of(placeOf(page.getLast())));
  }

  /** One more than are wanted, if there are as many. */
  private static List<Found> find(
      Handle handle, Owner owner, Search.Query query, SearchTerms terms) {
    boolean inMessages = query.after().map(Search.Place::inMessages).orElse(false);
    long before = query.after().map(Search.Place::id).orElse(Long.MAX_VALUE);
    int wanted = query.limit() + 1;
    List<Found> found = new ArrayList<>();
    if (!inMessages) {
      found.addAll(
          handle
              .createQuery(TITLES)
              .bind("words", terms.expression())
              .bind("before", before)
              .bind("owner", owner.id())
              .bind("limit", wanted)
              .map((row, _) -> Found.title(row))
              .list());
    }
    if (found.size() < wanted) {
      found.addAll(
          handle
              .createQuery(MESSAGES)
              .bind("words", terms.expression())
              .bind("before", inMessages ? before : Long.MAX_VALUE)
              .bind("owner", owner.id())
              .bind("limit", wanted - found.size())
              .map((row, _) -> Found.message(row))
              .list());
    }
    return found;
  }

  private static Search.Place placeOf(SearchHit hit) {
    return hit.message()
        .map(message -> new Search.Place(true, message.id()))
        .orElseGet(() -> new Search.Place(false, hit.chat().id()));
  }

  /**
   * A row, before it is marked.
   *
   * @param message the message with the beginning of its text; empty if the title is what was found
   */
  private record Found(ChatRead chat, Optional<FoundText> message) {

    static Found title(ResultSet row) throws SQLException {
      return new Found(Rows.chat(row), Optional.empty());
    }

    static Found message(ResultSet row) throws SQLException {
      return new Found(
          Rows.chat(row),
          Optional.of(
              new FoundText(
                  row.getLong("message_id"),
                  Rows.role(row),
                  Rows.time(row.getLong("message_created_at")),
                  Fragments.beginning(row.getString("content"), Fragments.MAX_READ))));
    }

    SearchHit marked(Fragments fragments) {
      return new SearchHit(
          chat,
          fragments.mark(chat.title()),
          message.map(text ->
              new SearchHit.FoundMessage(
                  text.id(), text.role(), text.createdAt(), fragments.cut(text.content()))));
    }
  }

  private record FoundText(long id, Role role, String createdAt, String content) {}
}
