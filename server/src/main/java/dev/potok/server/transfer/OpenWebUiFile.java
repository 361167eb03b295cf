package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a chat of those that Open WebUI exports: its history is a tree of messages by their ids.
 */
final class OpenWebUiFile {
  private final ImportSetting setting;

  OpenWebUiFile(ImportSetting setting) {
    this.setting = setting;
  }

  ImportedChat read(JsonFields file) {
    JsonFields chat = file.object("chat");
    JsonFields history = chat.object("history");
    JsonFields messages = history.object("messages");
    Instant created = ChatHead.time(file.float64IfAny("created_at"), setting.now());
    MessageTree tree = new MessageTree();
    for (String id : messages.names()) {
      messages.objectIfAny(id).ifPresent(message -> add(tree, id, message, created));
    }
    ChatHead head =
        ChatHead.of(
            setting.key(),
            file.textIfAny("title").or(() -> chat.textIfAny("title")).orElse(""),
            chat.textsIfAny("models").stream().findFirst().flatMap(setting::model),
            ChatOptions.NONE,
            file.boolIfAny("pinned"),
            file.boolIfAny("archived"),
            created,
            ChatHead.time(file.float64IfAny("updated_at"), created));
    return tree.chat(head, history.textIfAny("currentId").orElse(null), setting.leftOut());
  }

  private void add(MessageTree tree, String id, JsonFields message, Instant created) {
    String parent = message.textIfAny("parentId").orElse(null);
    String text = message.textIfAny("content").orElse("").strip();
    setting.leftOut().count(LeftOut.Kind.ATTACHMENTS, message.sizeIfAny("files"));
    Optional<Role> role = roleOf(message);
    if (role.isEmpty() || text.isEmpty()) {
      tree.link(id, parent);
      return;
    }
    tree.message(
        id,
        parent,
        role.get(),
        text,
        ChatHead.time(message.float64IfAny("timestamp"), created),
        message.textIfAny("model"));
  }

  private Optional<Role> roleOf(JsonFields message) {
    return switch (message.textIfAny("role").orElse("")) {
      case "user" -> Optional.of(Role.USER);
      case "assistant" -> Optional.of(Role.ASSISTANT);
      default -> {
        setting.leftOut().count(LeftOut.Kind.TOOL_MESSAGES, 1);
        yield Optional.empty();
      }
    };
  }
}
