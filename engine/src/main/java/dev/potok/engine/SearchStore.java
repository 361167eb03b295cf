package dev.potok.engine;

/** Where words are looked for. Thread-safe; throws {@link StorageException}. */
public interface SearchStore {

  /**
   * What is found. What was written a moment ago may be found only a moment later; what is deleted
   * is not.
   */
  Search.Page find(Owner owner, Search.Query query);
}
