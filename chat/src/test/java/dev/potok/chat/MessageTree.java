package dev.potok.chat;

import dev.potok.protocol.MessageRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The messages of a chat as the server has them: a tree of which one path is shown. */
final class MessageTree {
  private final TreeMap<Long, MessageRead> messages = new TreeMap<>();
  private OptionalLong leaf = OptionalLong.empty();

  List<MessageRead> all() {
    return List.copyOf(messages.values());
  }

  OptionalLong leaf() {
    return leaf;
  }

  /** The path that is shown, each message with its versions. */
  List<MessageRead> history() {
    return path(leaf);
  }

  /** The path that leads to a message, without it. */
  List<MessageRead> historyBefore(long id) {
    return path(parentOf(id));
  }

  private List<MessageRead> path(OptionalLong end) {
    List<MessageRead> path = new ArrayList<>();
    OptionalLong next = end;
    while (next.isPresent()) {
      MessageRead message = Objects.requireNonNull(messages.get(next.getAsLong()));
      List<Long> versions = childrenOf(message.parentId());
      path.addFirst(message.withVersions(versions.size() > 1 ? versions : List.of()));
      next = message.parentId();
    }
    return path;
  }

  @Nullable MessageRead find(long id) {
    return messages.get(id);
  }

  OptionalLong parentOf(long id) {
    MessageRead message = messages.get(id);
    return message == null ? OptionalLong.empty() : message.parentId();
  }

  boolean hasChildren(long id) {
    return !childrenOf(OptionalLong.of(id)).isEmpty();
  }

  boolean isShown(long id) {
    return history().stream().anyMatch(message -> message.id() == id);
  }

  /** Adds a message, and shows the path to it. */
  void add(MessageRead message) {
    messages.put(message.id(), message);
    leaf = OptionalLong.of(message.id());
  }

  /** Stores a message's new text or status, if it is there. */
  void replace(MessageRead message) {
    messages.replace(message.id(), message);
  }

  /** Shows the path to the newest message below this one. */
  void show(long id) {
    long newest = id;
    for (MessageRead message : messages.tailMap(id).values()) {
      if (isBelow(message, id)) {
        newest = message.id();
      }
    }
    leaf = OptionalLong.of(newest);
  }

  private boolean isBelow(MessageRead message, long ancestor) {
    for (OptionalLong id = message.parentId(); id.isPresent(); id = parentOf(id.getAsLong())) {
      if (id.getAsLong() == ancestor) {
        return true;
      }
    }
    return false;
  }

  /** Shows the path to this message, if it is there. */
  void showPathTo(long id) {
    if (messages.containsKey(id)) {
      leaf = OptionalLong.of(id);
    }
  }

  /** Takes a message out, if it is there; its children take its parent. */
  void remove(long id) {
    MessageRead removed = messages.remove(id);
    if (removed == null) {
      return;
    }
    messages.replaceAll((_, message) ->
        message.parentId().equals(OptionalLong.of(id))
            ? message.withParentId(removed.parentId())
            : message);
    if (leaf.equals(OptionalLong.of(id))) {
      leaf = removed.parentId();
    }
  }

  /** As {@link #remove}; where nothing is left to be shown in its place, a version of it is. */
  void delete(long id) {
    boolean wasLast = leaf.equals(OptionalLong.of(id));
    OptionalLong parent = parentOf(id);
    remove(id);
    List<Long> versions = childrenOf(parent);
    if (wasLast && !versions.isEmpty()) {
      Long before = new TreeSet<>(versions).lower(id);
      show(before == null ? versions.getFirst() : before);
    }
  }

  private List<Long> childrenOf(OptionalLong parent) {
    return messages.values().stream()
        .filter(message -> message.parentId().equals(parent))
        .map(MessageRead::id)
        .toList();
  }
}
