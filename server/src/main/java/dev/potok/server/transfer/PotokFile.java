package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.WireJson;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a chat that Potok has written as JSON. */
final class PotokFile {
  private final ImportSetting setting;

  PotokFile(ImportSetting setting) {
    this.setting = setting;
  }

  ImportedChat read(JsonFields file) {
    ChatRead chat = WireJson.readChat(file.object("chat"));
    MessageTree tree = new MessageTree();
    for (JsonFields fields : file.objects("messages")) {
      MessageRead message = WireJson.readMessage(fields);
      MessageStatus status =
          message.status() == MessageStatus.STREAMING
              ? MessageStatus.INTERRUPTED
              : message.status();
      tree.message(
          String.valueOf(message.id()),
          keyOf(message.parentId()),
          message.role(),
          JsonText.wellFormed(message.content()),
          ChatHead.time(message.createdAt(), setting.now()),
          status,
          message.metadata());
    }
    ChatHead head =
        ChatHead.of(
            setting.key(),
            chat.title(),
            chat.model().flatMap(setting::model),
            chat.options(),
            chat.pinned(),
            chat.archived(),
            ChatHead.time(chat.createdAt(), setting.now()),
            ChatHead.time(chat.updatedAt(), setting.now()));
    return tree.chat(head, keyOf(file.optionalInt64("shown_message_id")), setting.leftOut());
  }

  private static @Nullable String keyOf(OptionalLong id) {
    return id.isPresent() ? String.valueOf(id.getAsLong()) : null;
  }
}
