package dev.potok.web.state;

import dev.potok.web.dom.KeyValues;
import java.util.Optional;

/** Where the reader was in each chat, for as long as the tab lives. */
public final class Places {
  private static final String PREFIX = "potok.place";

  private final KeyValues store;

  /**
   * A place in a chat.
   *
   * @param messageId the first message in view
   * @param block the number of its first block in view; negative for the whole message
   * @param top how far the upper edge of that is below that of the messages' window, in pixels
   */
  public record Place(long messageId, int block, int top) {}

  /** Places that live where the given store keeps them. */
  public Places(KeyValues store) {
    this.store = store;
  }

  /** Where the reader was in a chat; empty for its end. */
  public Optional<Place> get(long chatId) {
    String kept = store.get(PREFIX + chatId).orElse("");
    int space = kept.indexOf(' ');
    int second = kept.indexOf(' ', space + 1);
    try {
      return second < 0
          ? Optional.empty()
          : Optional.of(
              new Place(
                  Long.parseLong(kept.substring(0, space)),
                  Integer.parseInt(kept.substring(space + 1, second)),
                  Integer.parseInt(kept.substring(second + 1))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Keeps where the reader is; empty for the end of the chat. */
  public void put(long chatId, Optional<Place> place) {
    if (place.isPresent()) {
      Place at = place.get();
      store.put(PREFIX + chatId, at.messageId() + " " + at.block() + " " + at.top());
    } else {
      store.remove(PREFIX + chatId);
    }
  }
}
