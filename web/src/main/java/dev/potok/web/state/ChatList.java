package dev.potok.web.state;

import dev.potok.protocol.ChatRead;
import dev.potok.web.api.Resources.ChatPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The chats that are listed as far as they were asked for: pinned ones, then others, newest first.
 */
final class ChatList {
  private List<ChatRead> chats = List.of();
  private Optional<String> nextCursor = Optional.empty();

  List<ChatRead> chats() {
    return chats;
  }

  /** Where the part begins that was not asked for yet, if there is one. */
  Optional<String> nextCursor() {
    return nextCursor;
  }

  Optional<ChatRead> find(long id) {
    for (ChatRead chat : chats) {
      if (chat.id() == id) {
        return Optional.of(chat);
      }
    }
    return Optional.empty();
  }

  /** Nothing is listed any more. */
  void clear() {
    chats = List.of();
    nextCursor = Optional.empty();
  }

  /** The first part has come; what was asked for beyond it stays below. */
  void first(ChatPart part) {
    List<ChatRead> all = new ArrayList<>(part.chats());
    if (part.nextCursor().isPresent() && chats.size() > all.size()) {
      Set<Long> ids = new HashSet<>();
      for (ChatRead chat : all) {
        ids.add(chat.id());
      }
      String oldest = place(all.getLast());
      for (ChatRead chat : chats) {
        if (!ids.contains(chat.id()) && place(chat).compareTo(oldest) <= 0) {
          all.add(chat);
        }
      }
    } else {
      nextCursor = part.nextCursor();
    }
    chats = all;
  }

  /** The next part has come. */
  void further(ChatPart part) {
    List<ChatRead> all = new ArrayList<>(chats);
    for (ChatRead chat : part.chats()) {
      if (find(chat.id()).isEmpty()) {
        all.add(chat);
      }
    }
    chats = all;
    nextCursor = part.nextCursor();
  }

  /** A chat has changed: it is replaced, in its place if nothing was said in it. */
  void replace(ChatRead chat) {
    Optional<ChatRead> known = find(chat.id());
    if (known.isEmpty()) {
      return;
    }
    if (!place(known.get()).equals(place(chat))) {
      remove(chat.id());
      add(chat);
      return;
    }
    List<ChatRead> all = new ArrayList<>();
    for (ChatRead each : chats) {
      all.add(each.id() == chat.id() ? chat : each);
    }
    chats = all;
  }

  /** A chat is new, or of a part that was not asked for: it is put where it belongs. */
  void add(ChatRead chat) {
    int index = 0;
    while (index < chats.size() && place(chats.get(index)).compareTo(place(chat)) > 0) {
      index++;
    }
    if (index < chats.size() || nextCursor.isEmpty()) {
      List<ChatRead> all = new ArrayList<>(chats);
      all.add(index, chat);
      chats = all;
    }
  }

  /** A chat is gone. */
  void remove(long chatId) {
    List<ChatRead> all = new ArrayList<>();
    for (ChatRead known : chats) {
      if (known.id() != chatId) {
        all.add(known);
      }
    }
    chats = all;
  }

  /**
   * A text that sorts as the chats do: whether it is pinned, and the time of its last message to
   * the second.
   */
  private static String place(ChatRead chat) {
    String time = chat.updatedAt();
    return (chat.pinned() ? "1" : "0")
        + time.substring(0, Math.min(time.length(), "2026-01-01T00:00:00".length()));
  }
}
