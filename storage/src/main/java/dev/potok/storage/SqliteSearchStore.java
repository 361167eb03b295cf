package dev.potok.storage;

import dev.potok.engine.Owner;
import dev.potok.engine.Search;
import dev.potok.engine.SearchStore;
import dev.potok.protocol.MarkedText;
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
    return storage.read(handle -> find(handle, owner, query, terms));
  }

  private static Search.Page find(
      Handle handle, Owner owner, Search.Query query, SearchTerms terms) {
    Fragments fragments = new Fragments(terms);
    boolean inMessages = query.after().map(Search.Place::inMessages).orElse(false);
    long before = query.after().map(Search.Place::id).orElse(Long.MAX_VALUE);
    int wanted = query.limit() + 1;
    List<SearchHit> hits = new ArrayList<>();
    if (!inMessages) {
      hits.addAll(
          handle
              .createQuery(TITLES)
              .bind("words", terms.expression())
              .bind("before", before)
              .bind("owner", owner.id())
              .bind("limit", wanted)
              .map((row, _) -> title(row, fragments))
              .list());
    }
    if (hits.size() < wanted) {
      hits.addAll(
          handle
              .createQuery(MESSAGES)
              .bind("words", terms.expression())
              .bind("before", inMessages ? before : Long.MAX_VALUE)
              .bind("owner", owner.id())
              .bind("limit", wanted - hits.size())
              .map((row, _) -> message(row, fragments))
              .list());
    }
    if (hits.size() < wanted) {
      return new Search.Page(hits, Optional.empty());
    }
    List<SearchHit> page = hits.subList(0, query.limit());
    return new Search.Page(page, Optional.of(placeOf(page.getLast())));
  }

  private static Search.Place placeOf(SearchHit hit) {
    return hit.message()
        .map(message -> new Search.Place(true, message.id()))
        .orElseGet(() -> new Search.Place(false, hit.chat().id()));
  }

  private static SearchHit title(ResultSet row, Fragments fragments) throws SQLException {
    MarkedText title = fragments.mark(row.getString("title"));
    return new SearchHit(Rows.chat(row), title, Optional.empty());
  }

  private static SearchHit message(ResultSet row, Fragments fragments) throws SQLException {
    return new SearchHit(
        Rows.chat(row),
        fragments.mark(row.getString("title")),
        Optional.of(
            new SearchHit.FoundMessage(
                row.getLong("message_id"),
                Rows.role(row),
                Rows.time(row.getLong("message_created_at")),
                fragments.cut(row.getString("content")))));
  }
}
