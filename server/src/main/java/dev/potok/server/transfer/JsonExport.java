package dev.potok.server.transfer;

import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.WireJson;
import java.io.IOException;
import java.util.OptionalLong;

/** Writes a chat as JSON, with the messages of all its branches. */
final class JsonExport implements ChatExport {

  /** What tells a file of this format from others. */
  static final String FORMAT = "potok-chat";

  private static final int VERSION = 1;

  @Override
  public void write(ChatSource source, TextOutput out) throws IOException {
    ChatRead chat = source.chat();
    JsonText head = JsonText.object().field("format", FORMAT).field("version", VERSION);
    OptionalLong shown = source.lastShown();
    shown.ifPresent(id -> head.field("shown_message_id", id));
    String text = head.done();
    out.add(text.substring(0, text.length() - 1));
    out.add(",\n\"chat\":" + WireJson.write(chat) + ",\n\"messages\":[");
    String before = "\n";
    for (MessageRead message : source.all()) {
      // What a running answer says is not settled yet.
      if (message.status() != MessageStatus.STREAMING) {
        out.add(before + WireJson.write(message));
        before = ",\n";
      }
    }
    out.add("\n]}\n");
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public String fileExtension() {
    return "json";
  }
}
