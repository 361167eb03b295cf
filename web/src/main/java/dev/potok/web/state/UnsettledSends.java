package dev.potok.web.state;

import dev.potok.chat.SendRequest;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import dev.potok.web.dom.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What was sent and can still come to nothing: until its answer has text or an end, the server may
 * take it back, or has never heard of it. It is kept in the browser's store, so that it outlasts
 * the window that has sent it, and the history that the server stores tells what became of it.
 *
 * <p>While that window is there, it alone takes back what fails.
 */
public final class UnsettledSends {
  private static final String PREFIX = "potok.sent/";
  private static final String CLAIM = "potok.sender/";

  /**
   * How long a window's word holds that it looks after what it has sent, in milliseconds. It takes
   * its word back when it goes, unless it breaks down.
   */
  static final long CLAIM_MILLIS = 600_000;

  /**
   * A text that has come to nothing.
   *
   * @param text what was sent
   * @param versionOf the message that it is another version of
   */
  public record Lost(String text, OptionalLong versionOf) {}

  private final KeyValues store;
  private final KeyValues tab;
  private final LongSupplier wallClock;

  /**
   * Sends that are kept where the given store keeps them.
   *
   * @param tab what this tab alone sees, also when it is loaded anew after it broke down
   * @param wallClock the time in milliseconds since 1970
   */
  public UnsettledSends(KeyValues store, KeyValues tab, LongSupplier wallClock) {
    this.store = store;
    this.tab = tab;
    this.wallClock = wallClock;
  }

  /**
   * Keeps what is sent.
   *
   * @param after the last message that is there; 0 if that is not known
   * @return the key that it is kept under
   */
  public String keep(long chatId, SendRequest request, long after) {
    String key = PREFIX + chatId + "/" + request.clientMessageId();
    JsonText json = JsonText.object().field("text", request.content()).field("after", after);
    request.versionOf().ifPresent(id -> json.field("of", id));
    store.put(key, json.done());
    return key;
  }

  /** A page of this window looks after a send, until {@link #release}. */
  public void claim(String key) {
    store.put(CLAIM + key, Long.toString(wallClock.getAsLong()));
    tab.put(key, "");
  }

  /** This window does not look after a send any more. */
  public void release(String key) {
    store.remove(CLAIM + key);
    tab.remove(key);
  }

  /** What became of a send is known. */
  public void remove(String key) {
    store.remove(key);
    release(key);
  }

  /** Forgets all of a chat, which is gone. */
  public void forget(long chatId) {
    keys(chatId).forEach(this::remove);
  }

  /** The keys of what is kept of a chat. */
  public List<String> keys(long chatId) {
    return store.keys(PREFIX + chatId + "/");
  }

  /**
   * Looks in a chat's history what became of its sends: what the server has kept is forgotten here.
   *
   * @param keys what was kept when the history was asked for; it knows nothing of what came later
   * @param own what a page of this window looks after
   * @param isWhole whether the history begins with the chat
   * @return what has come to nothing and is looked after by nobody: it is the caller's from now on
   */
  public List<Lost> settle(
      List<String> keys, String own, List<MessageRead> history, boolean isWhole) {
    List<Lost> lost = new ArrayList<>();
    for (String key : keys) {
      JsonFields send = read(key);
      if (send == null) {
        continue;
      }
      String text = send.string("text");
      long after = send.int64("after");
      MessageRead left = leftOf(text, after, history);
      boolean reaches = isWhole || after == 0 || history.getFirst().id() <= after;
      if (left == null && reaches && !key.equals(own) && isFree(key, history)) {
        lost.add(new Lost(text, send.optionalInt64("of")));
        remove(key);
      } else if (left != null && !left.content().isEmpty()) {
        remove(key);
      }
    }
    return lost;
  }

  /**
   * A text is said to have come to nothing in a chat.
   *
   * @param own what a page of this window looks after
   * @return whether it is the caller's: it was sent from there, or by another browser; whose it is
   *     otherwise, the next history tells
   */
  public boolean takeBack(long chatId, String text, String own) {
    boolean isKept = false;
    for (String key : keys(chatId)) {
      JsonFields send = read(key);
      if (send != null && send.string("text").equals(text)) {
        if (key.equals(own)) {
          remove(key);
          return true;
        }
        isKept = true;
      }
    }
    return !isKept;
  }

  /** The answer to a text, or else the message itself; null if the history has neither. */
  private static @Nullable MessageRead leftOf(String text, long after, List<MessageRead> history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      MessageRead stored = history.get(i);
      if (stored.id() > after && stored.role() == Role.USER && stored.content().equals(text)) {
        return history.get(Math.min(i + 1, history.size() - 1));
      }
    }
    return null;
  }

  /** Whether no other window looks after a send, and no answer runs that may be in its way. */
  private boolean isFree(String key, List<MessageRead> history) {
    if (!history.isEmpty() && history.getLast().status() == MessageStatus.STREAMING) {
      return false;
    }
    long since = Long.parseLong(store.get(CLAIM + key).orElse("0"));
    return tab.get(key).isPresent() || wallClock.getAsLong() - since >= CLAIM_MILLIS;
  }

  private @Nullable JsonFields read(String key) {
    try {
      return JsonFields.parse(store.get(key).orElse(""));
    } catch (JsonFormatException e) {
      return null;
    }
  }
}
