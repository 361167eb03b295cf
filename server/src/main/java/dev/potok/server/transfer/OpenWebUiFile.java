package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageMetadata;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a chat of those that Open WebUI exports: its history is a tree of messages by their ids.
 */
final class OpenWebUiFile {
  private final String key;
  private final Instant now;
  private final LeftOut leftOut;

  OpenWebUiFile(String key, Instant now, LeftOut leftOut) {
    this.key = key;
    this.now = now;
    this.leftOut = leftOut;
  }

  ImportedChat read(JsonFields file) {
    JsonFields chat = file.object("chat");
    JsonFields history = chat.object("history");
    JsonFields messages = history.object("messages");
    Instant created = ChatHead.time(file.float64IfAny("created_at"), now);
    MessageTree tree = new MessageTree();
    for (String id : messages.names()) {
      messages.objectIfAny(id).ifPresent(message -> add(tree, id, message, created));
    }
    ChatHead head =
        ChatHead.of(
            key,
            file.textIfAny("title").or(() -> chat.textIfAny("title")).orElse(""),
            ChatOptions.NONE,
            file.boolIfAny("pinned"),
            file.boolIfAny("archived"),
            created,
            ChatHead.time(file.float64IfAny("updated_at"), created));
    return tree.chat(head, history.textIfAny("currentId").orElse(null), leftOut);
  }

  private void add(MessageTree tree, String id, JsonFields message, Instant created) {
    String parent = message.textIfAny("parentId").orElse(null);
    String text = message.textIfAny("content").orElse("").strip();
    leftOut.count(LeftOut.Kind.ATTACHMENTS, message.sizeIfAny("files"));
    Optional<Role> role = roleOf(message);
    if (role.isEmpty() || text.isEmpty()) {
      tree.link(id, parent);
      return;
    }
    MessageMetadata metadata =
        message
            .textIfAny("model")
            .filter(_ -> role.get() == Role.ASSISTANT)
            .map(model -> MessageMetadata.NONE.withModel(JsonText.wellFormed(model)))
            .orElse(MessageMetadata.NONE);
    tree.message(
        id,
        parent,
        role.get(),
        JsonText.wellFormed(text),
        ChatHead.time(message.float64IfAny("timestamp"), created),
        MessageStatus.COMPLETE,
        metadata);
  }

  private Optional<Role> roleOf(JsonFields message) {
    return switch (message.textIfAny("role").orElse("")) {
      case "user" -> Optional.of(Role.USER);
      case "assistant" -> Optional.of(Role.ASSISTANT);
      default -> {
        leftOut.count(LeftOut.Kind.TOOL_MESSAGES, 1);
        yield Optional.empty();
      }
    };
  }
}
