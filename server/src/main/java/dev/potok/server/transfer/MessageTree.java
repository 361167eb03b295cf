package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.engine.ImportedChat.Message;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages of a file, each of which names the one that it follows, into the order in which
 * they can be stored. What is not a message for Potok still leads from one to the other. A parent
 * that is missing makes its children first ones; a ring is left out. Takes any depth. Belongs to
 * one thread.
 */
final class MessageTree {

  /** One that leads on, or a message. */
  private record Node(@Nullable String parent, @Nullable Content content) {}

  private record Content(
      Role role, String text, Instant at, MessageStatus status, MessageMetadata metadata) {}

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  /** Adds what only leads from one message to others. */
  void link(String key, @Nullable String parent) {
    nodes.putIfAbsent(key, new Node(parent, null));
  }

  /** Adds a message. */
  void message(
      String key,
      @Nullable String parent,
      Role role,
      String text,
      Instant at,
      MessageStatus status,
      MessageMetadata metadata) {
    nodes.putIfAbsent(key, new Node(parent, new Content(role, text, at, status, metadata)));
  }

  /**
   * Adds a message of another program, which has ended.
   *
   * @param model who answered, by any name; a question has none
   */
  void message(
      String key,
      @Nullable String parent,
      Role role,
      String text,
      Instant at,
      Optional<String> model) {
    MessageMetadata metadata =
        model
            .filter(_ -> role == Role.ASSISTANT)
            .map(name -> MessageMetadata.NONE.withModel(JsonText.wellFormed(name)))
            .orElse(MessageMetadata.NONE);
    message(key, parent, role, JsonText.wellFormed(text), at, MessageStatus.COMPLETE, metadata);
  }

  /** What was made of it. */
  record Ordered(List<Message> messages, OptionalInt shown) {}

  /**
   * The messages, each behind the one that it follows.
   *
   * @param shown the key of the last one that is shown; null if the file does not say
   */
  Ordered ordered(@Nullable String shown, LeftOut leftOut) {
    Map<String, List<String>> children = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    nodes.forEach((key, node) -> {
      if (node.parent() != null && nodes.containsKey(node.parent())) {
        children.computeIfAbsent(node.parent(), _ -> new ArrayList<>()).add(key);
      } else {
        open.add(key);
      }
    });
    List<Message> messages = new ArrayList<>();
    // The place of each message, and for what only leads on that of the message before it.
    Map<String, OptionalInt> places = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      String key = open.removeFirst();
      Node node = nodes.get(key);
      if (node == null) {
        continue;
      }
      OptionalInt parent =
          node.parent() == null
              ? OptionalInt.empty()
              : places.getOrDefault(node.parent(), OptionalInt.empty());
      Content content = node.content();
      if (content == null) {
        places.put(key, parent);
      } else {
        places.put(key, OptionalInt.of(messages.size()));
        messages.add(
            new Message(
                parent,
                content.role(),
                content.text(),
                content.at(),
                content.status(),
                content.metadata()));
      }
      open.addAll(children.getOrDefault(key, List.of()));
    }
    leftOut.count(LeftOut.Kind.RINGS, nodes.size() - places.size());
    OptionalInt last =
        shown == null ? OptionalInt.empty() : places.getOrDefault(shown, OptionalInt.empty());
    return new Ordered(messages, last);
  }

  /** The chat that it is of. */
  ImportedChat chat(ChatHead head, @Nullable String shown, LeftOut leftOut) {
    Ordered ordered = ordered(shown, leftOut);
    return new ImportedChat(
        head.key(),
        head.fields(),
        head.createdAt(),
        head.updatedAt(),
        ordered.messages(),
        ordered.shown());
  }
}
