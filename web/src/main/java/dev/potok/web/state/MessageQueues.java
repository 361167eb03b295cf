package dev.potok.web.state;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.JsonText;
import dev.potok.web.dom.KeyValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The messages that are to be sent when the running answer has ended, for each chat in their order.
 * They live in the browser's store, so that they outlast a reload and all tabs see the same.
 *
 * <p>Each message has a key of its own there: tabs that change different messages at the same time
 * undo nothing of each other. The name that it is sent under is kept with it, so that whoever sends
 * it again sends the same message.
 */
public final class MessageQueues {
  private static final String PREFIX = "potok.queue/";
  private static final String WAITING_PREFIX = "potok.queue-waits/";

  private static final String ASKED_PREFIX = "potok.queue-asked/";

  /**
   * How long a window's word holds that it has asked for an answer, in milliseconds. It takes its
   * word back sooner, unless it has gone.
   */
  static final int ASKED_MILLIS = 60_000;

  /** So many digits have the milliseconds of a time, until the year 2286. */
  private static final int TIME_DIGITS = 13;

  /**
   * A message that is to be sent.
   *
   * @param key tells it from the others; keys sort as the messages are to be sent
   * @param clientMessageId the name that it is sent under
   * @param text what is to be sent
   * @param model the model that shall answer
   * @param held it is being edited, and not to be sent
   */
  public record Queued(
      String key, String clientMessageId, String text, Optional<String> model, boolean held) {}

  private final KeyValues store;
  private final LongSupplier wallClock;
  private final Supplier<String> names;
  private final List<Runnable> listeners = new ArrayList<>();

  /**
   * Queues that live where the given store keeps them.
   *
   * @param wallClock the time in milliseconds since 1970, which orders what several tabs queue
   * @param names gives a name that is never given twice
   */
  public MessageQueues(KeyValues store, LongSupplier wallClock, Supplier<String> names) {
    this.store = store;
    this.wallClock = wallClock;
    this.names = names;
  }

  /**
   * Calls back after every change.
   *
   * @return ends that
   */
  public Runnable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Whether a key of the store is one of a queue; the empty one stands for all. */
  public static boolean isOfQueue(String key) {
    return key.isEmpty()
        || key.startsWith(PREFIX)
        || key.startsWith(WAITING_PREFIX)
        || key.startsWith(ASKED_PREFIX);
  }

  /** A queue has changed, here or in another tab. */
  public void storeChanged() {
    for (Runnable listener : List.copyOf(listeners)) {
      listener.run();
    }
  }

  /** What is queued in a chat, the next one first. */
  public List<Queued> of(long chatId) {
    List<String> keys = new ArrayList<>(store.keys(PREFIX + chatId + "/"));
    keys.sort(String::compareTo);
    List<Queued> queue = new ArrayList<>();
    for (String key : keys) {
      store.get(key).flatMap(json -> read(key, json)).ifPresent(queue::add);
    }
    return queue;
  }

  /** The chats that have something queued. */
  public Set<Long> chats() {
    Set<Long> chats = new LinkedHashSet<>();
    for (String key : store.keys(PREFIX)) {
      int end = key.indexOf('/', PREFIX.length());
      if (end > 0
          && Route.parse("/chats/" + key.substring(PREFIX.length(), end))
              instanceof Route.Chat chat) {
        chats.add(chat.id());
      }
    }
    return chats;
  }

  /** Queues a message behind the others. */
  public void add(long chatId, String text, Optional<String> model) {
    StringBuilder time = new StringBuilder().append(wallClock.getAsLong());
    while (time.length() < TIME_DIGITS) {
      time.insert(0, '0');
    }
    String name = names.get();
    put(new Queued(PREFIX + chatId + "/" + time + "/" + name, name, text, model, false));
  }

  /** Puts messages back that went with their chat; they wait for their reader. */
  public void putBack(long chatId, List<Queued> messages) {
    if (!messages.isEmpty()) {
      waits(chatId, true);
    }
    for (Queued message : messages) {
      put(message);
    }
  }

  /** Holds a message back while it is edited. */
  public void hold(Queued message) {
    putIfThere(message, true);
  }

  private void putIfThere(Queued message, boolean isHeld) {
    if (store.get(message.key()).isPresent()) {
      put(message, message.clientMessageId(), message.text(), isHeld);
    }
  }

  /**
   * Changes a message's text, which makes it another message; a blank text removes it. It is not
   * held back any more.
   */
  public void edit(Queued message, String text) {
    if (text.strip().isEmpty()) {
      remove(message);
    } else if (text.equals(message.text())) {
      putIfThere(message, false);
    } else {
      put(message, names.get(), text, false);
    }
  }

  /**
   * What was being made of a message that has left its queue is a message in its place, which waits
   * for its reader.
   */
  public void keep(Queued message, String text) {
    put(message, names.get(), text, true);
  }

  /**
   * Takes a message out of its queue that was sent.
   *
   * @return false if it was changed meanwhile, and is another one, which stays
   */
  public boolean removeSent(Queued message) {
    Optional<Queued> now = store.get(message.key()).flatMap(json -> read(message.key(), json));
    boolean isChanged =
        now.isPresent() && !now.get().clientMessageId().equals(message.clientMessageId());
    if (!isChanged) {
      remove(message);
    }
    return !isChanged;
  }

  /** Takes a message out of its queue. */
  public void remove(Queued message) {
    store.remove(message.key());
    storeChanged();
  }

  /** Takes away all that is queued in a chat. */
  public void clear(long chatId) {
    for (String key : store.keys(PREFIX + chatId + "/")) {
      store.remove(key);
    }
    store.remove(WAITING_PREFIX + chatId);
    storeChanged();
  }

  /** Whether the queue waits for its reader: an answer was stopped or has failed. */
  public boolean waits(long chatId) {
    return store.get(WAITING_PREFIX + chatId).isPresent() && !of(chatId).isEmpty();
  }

  /** Lets the queue wait, or go on. */
  public void waits(long chatId, boolean waits) {
    if (waits) {
      store.put(WAITING_PREFIX + chatId, "yes");
    } else {
      store.remove(WAITING_PREFIX + chatId);
    }
    storeChanged();
  }

  /**
   * This window has asked for an answer in a chat, of which the server has not heard yet: what is
   * queued has its turn after that one.
   *
   * @return takes that back, when the server has answered
   */
  public Runnable asked(long chatId) {
    String key = ASKED_PREFIX + chatId + "/" + names.get();
    store.put(key, Long.toString(wallClock.getAsLong()));
    return () -> {
      store.remove(key);
      storeChanged();
    };
  }

  /** Whether a window has asked for an answer that must not be overtaken. */
  public boolean isAsked(long chatId) {
    boolean isAsked = false;
    for (String key : store.keys(ASKED_PREFIX + chatId + "/")) {
      if (isRecent(store.get(key).orElse(""))) {
        isAsked = true;
      } else {
        store.remove(key);
      }
    }
    return isAsked;
  }

  private boolean isRecent(String time) {
    try {
      return Math.abs(wallClock.getAsLong() - Long.parseLong(time)) < ASKED_MILLIS;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void put(Queued message, String name, String text, boolean isHeld) {
    put(new Queued(message.key(), name, text, message.model(), isHeld));
  }

  private void put(Queued message) {
    JsonText json =
        JsonText.object()
            .field("id", message.clientMessageId())
            .field("text", message.text())
            .field("held", message.held());
    message.model().ifPresent(model -> json.field("model", model));
    store.put(message.key(), json.done());
    storeChanged();
  }

  private static Optional<Queued> read(String key, String json) {
    try {
      JsonFields fields = JsonFields.parse(json);
      return Optional.of(
          new Queued(
              key,
              fields.string("id"),
              fields.string("text"),
              fields.optionalString("model"),
              fields.bool("held", false)));
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }
}
