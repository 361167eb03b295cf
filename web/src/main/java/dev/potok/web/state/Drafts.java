package dev.potok.web.state;

import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.WireJson;
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
  private static final String MODEL = "/model";
  private static final String OPTIONS = "/options";
  private static final String QUEUED = "potok.edit/";

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

  /** The model that was chosen for a chat that begins in a place. */
  public Optional<String> model(Route place) {
    return Optional.of(get(key(place) + MODEL)).filter(id -> !id.isEmpty());
  }

  /** Keeps the model of a chat that begins in a place; blank is forgotten. */
  public void putModel(Route place, String id) {
    put(key(place) + MODEL, id);
  }

  /** The options of a chat that begins in a place. */
  public ChatOptions options(Route place) {
    try {
      return WireJson.readOptions(JsonFields.parse(get(key(place) + OPTIONS)));
    } catch (JsonFormatException e) {
      return ChatOptions.NONE;
    }
  }

  /** Keeps the options of a chat that begins in a place; none are forgotten. */
  public void putOptions(Route place, ChatOptions options) {
    boolean isNone = options.equals(ChatOptions.NONE);
    put(key(place) + OPTIONS, isNone ? "" : WireJson.writeChange(options));
  }

  /**
   * What this tab makes of a queued message, empty if nothing. Other tabs do not see it: there the
   * message may be sent meanwhile, and they would queue it again.
   */
  public String queuedEdit(String key) {
    return tab.get(QUEUED + key).orElse("");
  }

  /** Keeps what this tab makes of a queued message; blank is forgotten. */
  public void putQueuedEdit(String key, String text) {
    if (text.strip().isEmpty()) {
      tab.remove(QUEUED + key);
    } else {
      tab.put(QUEUED + key, text);
    }
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
