package dev.potok.engine;

import dev.potok.protocol.SearchHit;
import java.util.List;
import java.util.Optional;

/** Finds chats by the words of their titles and messages. Thread-safe. */
public final class Search {

  /** The longest text to look for, in characters. */
  public static final int MAX_TEXT = 200;

  /** The most hits on one page. */
  public static final int MAX_PAGE = 100;

  private final SearchStore store;

  /** A search in a store. */
  public Search(SearchStore store) {
    this.store = store;
  }

  /**
   * What to look for.
   *
   * @param text words in any form and order, all of which must be there; the last one may be the
   *     beginning of a word, unless something follows it
   * @param after only what comes after this place; empty for the first page
   * @param limit how many hits, 1 to {@link #MAX_PAGE}
   */
  public record Query(String text, Optional<Place> after, int limit) {

    /**
     * Checks the ranges.
     *
     * @throws InvalidFieldException if a value is out of its range
     */
    public Query {
      Limits.atMost("q", text, MAX_TEXT);
      Limits.between("limit", limit, 1, MAX_PAGE);
    }
  }

  /**
   * A place among the hits: first the chats whose titles match, then the messages, each newest
   * first.
   *
   * @param inMessages whether it is among the messages
   * @param id the number of the chat or message before that place
   */
  public record Place(boolean inMessages, long id) {}

  /**
   * One page of hits.
   *
   * @param next where the next page begins; empty if nothing follows
   */
  public record Page(List<SearchHit> hits, Optional<Place> next) {

    /** Copies the list. */
    public Page {
      hits = List.copyOf(hits);
    }
  }

  /** One page of what is found; nothing for a text without words. */
  public Page find(Owner owner, Query query) {
    return store.find(owner, query);
  }
}
