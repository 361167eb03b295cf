package dev.potok.web.state;

import dev.potok.web.dom.KeyValues;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was written and not sent, for each place where one can write. */
public final class Drafts {
  private static final String PREFIX = "potok.draft";
  private static final String EDIT = "/edit/";

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
    put(key(place), text);
  }

  /** What was made of a message of a chat, empty if nothing. */
  public String edit(Route place, long messageId) {
    return store.get(key(place) + EDIT + messageId).orElse("");
  }

  /** Keeps what is made of a message of a chat; blank is forgotten. */
  public void putEdit(Route place, long messageId, String text) {
    put(key(place) + EDIT + messageId, text);
  }

  /** What was made of the messages of a chat, by their ids. */
  public Map<Long, String> edits(Route place) {
    String prefix = key(place) + EDIT;
    Map<Long, String> edits = new LinkedHashMap<>();
    for (String key : store.keys(prefix)) {
      String id = key.substring(prefix.length());
      store.get(key).ifPresent(text -> edits.put(Long.parseLong(id), text));
    }
    return edits;
  }

  /** Forgets all that was written in a place, which is gone. */
  public void forget(Route place) {
    store.remove(key(place));
    for (String edit : store.keys(key(place) + EDIT)) {
      store.remove(edit);
    }
  }

  private void put(String key, String text) {
    if (text.strip().isEmpty()) {
      store.remove(key);
    } else {
      store.put(key, text);
    }
  }

  private static String key(Route place) {
    return PREFIX + place.path();
  }
}
