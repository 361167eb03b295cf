package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.protocol.ChatOptions;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads a conversation of the {@code conversations.json} that ChatGPT exports: a tree of nodes by
 * their ids, some of which hold no message.
 */
final class ChatGptFile {
  private final ImportSetting setting;

  ChatGptFile(ImportSetting setting) {
    this.setting = setting;
  }

  ImportedChat read(JsonFields file) {
    Instant created = ChatHead.time(file.float64IfAny("create_time"), setting.now());
    JsonFields mapping = file.object("mapping");
    MessageTree tree = new MessageTree();
    for (String id : mapping.names()) {
      mapping.objectIfAny(id).ifPresent(node -> add(tree, id, node, created));
    }
    ChatHead head =
        ChatHead.of(
            setting.key(),
            file.textIfAny("title").orElse(""),
            file.textIfAny("default_model_slug").flatMap(setting::model),
            ChatOptions.NONE,
            false,
            file.boolIfAny("is_archived"),
            created,
            ChatHead.time(file.float64IfAny("update_time"), created));
    return tree.chat(head, file.textIfAny("current_node").orElse(null), setting.leftOut());
  }

  private void add(MessageTree tree, String id, JsonFields node, Instant created) {
    String parent = node.textIfAny("parent").orElse(null);
    Optional<JsonFields> message = node.objectIfAny("message");
    Optional<Role> role = message.flatMap(this::roleOf);
    String text = role.isPresent() ? text(message.get()) : "";
    if (role.isEmpty() || text.isBlank()) {
      tree.link(id, parent);
      return;
    }
    Optional<String> model =
        message
            .flatMap(fields -> fields.objectIfAny("metadata"))
            .flatMap(fields -> fields.textIfAny("model_slug"));
    tree.message(
        id,
        parent,
        role.get(),
        text,
        ChatHead.time(message.get().float64IfAny("create_time"), created),
        model);
  }

  /** Who speaks; a tool, and what is said to one, is left out. */
  private Optional<Role> roleOf(JsonFields message) {
    String role =
        message.objectIfAny("author").flatMap(author -> author.textIfAny("role")).orElse("");
    String type =
        message.objectIfAny("content").flatMap(c -> c.textIfAny("content_type")).orElse("text");
    boolean isToUser = message.textIfAny("recipient").orElse("all").equals("all");
    boolean isText = type.equals("text") || type.equals("multimodal_text");
    if (role.equals("user") && isText) {
      return Optional.of(Role.USER);
    }
    if (role.equals("assistant") && isText && isToUser) {
      return Optional.of(Role.ASSISTANT);
    }
    // The system's nodes are empty, and nobody sees them.
    setting.leftOut().count(LeftOut.Kind.TOOL_MESSAGES, role.equals("system") ? 0 : 1);
    return Optional.empty();
  }

  private String text(JsonFields message) {
    Optional<JsonFields> content = message.objectIfAny("content");
    if (content.isEmpty()) {
      return "";
    }
    List<String> parts = content.get().textsIfAny("parts");
    setting
        .leftOut()
        .count(LeftOut.Kind.ATTACHMENTS, content.get().sizeIfAny("parts") - parts.size());
    return String.join("\n\n", parts).strip();
  }
}
