package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The messages that are shown, in their order; tells the listener how the list changes. */
final class Transcript {
  private final ChatListener listener;
  private final List<ChatMessage> messages = new ArrayList<>();
  private long lastKey;

  /** Local ids count down from -1. */
  private long lastLocalId;

  Transcript(ChatListener listener) {
    this.listener = listener;
  }

  List<ChatMessage> copy() {
    return List.copyOf(messages);
  }

  int size() {
    return messages.size();
  }

  @Nullable ChatMessage find(long id) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).id() == id) {
        return messages.get(i);
      }
    }
    return null;
  }

  @Nullable ChatMessage first() {
    return messages.isEmpty() ? null : messages.getFirst();
  }

  @Nullable ChatMessage last() {
    return messages.isEmpty() ? null : messages.getLast();
  }

  int indexOf(ChatMessage message) {
    return messages.lastIndexOf(message);
  }

  /** The message before a shown one. */
  @Nullable ChatMessage before(ChatMessage message) {
    int index = indexOf(message);
    return index <= 0 ? null : messages.get(index - 1);
  }

  /** What is shown from an index on. */
  List<ChatMessage> from(int index) {
    return List.copyOf(messages.subList(index, messages.size()));
  }

  /** A message that no server knows yet, and that is not shown yet. */
  ChatMessage local(Role role, String content, MessageStatus status) {
    return new ChatMessage(++lastKey, --lastLocalId, role, content, status);
  }

  void add(ChatMessage... added) {
    insert(messages.size(), List.of(added));
  }

  void insert(int index, List<ChatMessage> added) {
    if (added.isEmpty()) {
      return;
    }
    messages.addAll(index, added);
    for (ChatMessage message : added) {
      message.setListed(true);
    }
    listener.onAdded(index, List.copyOf(added));
  }

  /** Takes a message out of the list, if it is in it. */
  void remove(ChatMessage message) {
    int index = message.isListed() ? indexOf(message) : -1;
    if (index >= 0) {
      messages.remove(index);
      message.setListed(false);
      listener.onRemoved(index, message);
    }
  }

  /** Takes the given tail of the list out of it. */
  void removeAll(List<ChatMessage> tail) {
    for (int i = tail.size() - 1; i >= 0; i--) {
      remove(tail.get(i));
    }
  }

  /** Puts messages that have left the list back at its end. */
  void restore(List<ChatMessage> removed) {
    List<ChatMessage> missing = new ArrayList<>();
    for (ChatMessage message : removed) {
      if (find(message.id()) == null) {
        missing.add(message);
      }
    }
    insert(messages.size(), missing);
  }

  /** A message, shown or not, turns out to be a stored one; that one is not shown twice. */
  void adopt(ChatMessage message, MessageRead stored) {
    makeOnly(message, stored.id());
    message.become(stored, listener);
  }

  /** As {@link #adopt} when only the id is known. */
  void adopt(ChatMessage message, long storedId) {
    makeOnly(message, storedId);
    message.become(storedId, listener);
  }

  /** As {@link #adopt}, for an answer whose stream begins, or begins again, with this. */
  void restart(ChatMessage message, MessageRead soFar) {
    makeOnly(message, soFar.id());
    message.restart(soFar, listener);
  }

  private void makeOnly(ChatMessage message, long storedId) {
    ChatMessage other = find(storedId);
    if (other != null && other != message) {
      remove(other);
    }
  }

  /** Puts what comes before everything shown in front of it. */
  void prepend(List<MessageRead> earlier) {
    List<ChatMessage> added = new ArrayList<>();
    for (MessageRead each : earlier) {
      if (find(each.id()) == null) {
        added.add(new ChatMessage(++lastKey, each));
      }
    }
    insert(0, added);
  }

  /** Where a message stands by its id: ids grow along a path. */
  int placeOf(long id) {
    int index = 0;
    while (index < messages.size()
        && !messages.get(index).isLocal()
        && messages.get(index).id() < id) {
      index++;
    }
    return index;
  }

  /**
   * How many shown messages come before a part of the history: those up to its first message, or up
   * to that message's parent; 0 if neither is shown.
   */
  int countBefore(List<MessageRead> part) {
    MessageRead first = part.getFirst();
    ChatMessage shown = find(first.id());
    if (shown != null) {
      return indexOf(shown);
    }
    ChatMessage parent = first.parentId().isPresent() ? find(first.parentId().getAsLong()) : null;
    return parent == null ? 0 : indexOf(parent) + 1;
  }

  /**
   * Becomes the stored history, by as few changes as lead there.
   *
   * @param kept how many messages from the first on stay as they are: the history begins behind
   *     them
   * @param isAhead tells messages that know more than the history: they stay as they are
   */
  void become(List<MessageRead> stored, int kept, Predicate<ChatMessage> isAhead) {
    Map<Long, ChatMessage> shown = new HashMap<>();
    for (ChatMessage message : from(kept)) {
      shown.put(message.id(), message);
    }
    removeAllBut(stored, kept, isAhead);
    List<ChatMessage> added = new ArrayList<>();
    int index = kept;
    for (MessageRead each : stored) {
      ChatMessage known = shown.get(each.id());
      if (known == null) {
        added.add(new ChatMessage(++lastKey, each));
        continue;
      }
      insert(index, added);
      index += added.size();
      added.clear();
      if (messages.get(index) != known) {
        remove(known);
        insert(index, List.of(known));
      }
      index++;
      if (!isAhead.test(known)) {
        known.become(each, listener);
      }
      known.setVersions(each.versions(), listener);
    }
    insert(index, added);
  }

  private void removeAllBut(List<MessageRead> stored, int kept, Predicate<ChatMessage> isAhead) {
    Set<Long> ids = new HashSet<>();
    for (MessageRead each : stored) {
      ids.add(each.id());
    }
    for (int i = messages.size() - 1; i >= kept; i--) {
      ChatMessage message = messages.get(i);
      if (!ids.contains(message.id()) && !isAhead.test(message)) {
        remove(message);
      }
    }
  }
}
