package dev.potok.web.state;

import dev.potok.web.dom.KeyValues;

/** What was written and not sent, for each place where one can write. */
public final class Drafts {
  private static final String PREFIX = "potok.draft";

  private final KeyValues store;

  /** Drafts that live where the given store keeps them. */
  public Drafts(KeyValues store) {
    this.store = store;
  }

  /** The draft of a place, empty if there is none. */
  public String get(Route place) {
    return store.get(key(place)).orElse("");
  }

  /** Keeps a draft; a blank one is forgotten. */
  public void put(Route place, String text) {
    if (text.strip().isEmpty()) {
      store.remove(key(place));
    } else {
      store.put(key(place), text);
    }
  }

  private static String key(Route place) {
    return PREFIX + place.path();
  }
}
