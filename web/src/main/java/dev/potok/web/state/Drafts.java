package dev.potok.web.state;

import dev.potok.web.dom.KeyValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was written and not sent, for each place where one can write. A tab has its own, which other
 * tabs leave alone; what the last one wrote is there for a new tab.
 */
public final class Drafts {
  private static final String PREFIX = "potok.draft";
  private static final String EDIT = "/edit/";

  private final KeyValues store;
  private final KeyValues tab;

  /**
   * Drafts that live where the given stores keep them.
   *
   * @param store what all tabs see
   * @param tab what this tab alone sees
   */
  public Drafts(KeyValues store, KeyValues tab) {
    this.store = store;
    this.tab = tab;
  }

  /** The draft of a place, empty if there is none. */
  public String get(Route place) {
    return get(key(place));
  }

  /** Keeps a draft; a blank one is forgotten. */
  public void put(Route place, String text) {
    put(key(place), text);
  }

  /** What was made of a message of a chat, empty if nothing. */
  public String edit(Route place, long messageId) {
    return get(key(place) + EDIT + messageId);
  }

  /** Keeps what is made of a message of a chat; blank is forgotten. */
  public void putEdit(Route place, long messageId, String text) {
    put(key(place) + EDIT + messageId, text);
  }

  /** What was made of the messages of a chat, by their ids. */
  public Map<Long, String> edits(Route place) {
    String prefix = key(place) + EDIT;
    Map<Long, String> edits = new LinkedHashMap<>();
    store.keys(prefix).forEach(this::get);
    for (String key : tab.keys(prefix)) {
      edits.put(Long.parseLong(key.substring(prefix.length())), get(key));
    }
    return edits;
  }

  /** Forgets all that was written in a place, which is gone. */
  public void forget(Route place) {
    for (long messageId : edits(place).keySet()) {
      forget(key(place) + EDIT + messageId);
    }
    forget(key(place));
  }

  private void forget(String key) {
    store.remove(key);
    tab.remove(key);
  }

  /** What is read here is this tab's from now on. */
  private String get(String key) {
    Optional<String> own = tab.get(key);
    if (own.isEmpty()) {
      own = store.get(key);
      own.ifPresent(text -> tab.put(key, text));
    }
    return own.orElse("");
  }

  private void put(String key, String text) {
    if (!text.strip().isEmpty()) {
      tab.put(key, text);
      store.put(key, text);
    } else {
      // Another tab may have written something else there.
      if (tab.get(key).equals(store.get(key))) {
        store.remove(key);
      }
      tab.remove(key);
    }
  }

  private static String key(Route place) {
    return PREFIX + place.path();
  }
}
