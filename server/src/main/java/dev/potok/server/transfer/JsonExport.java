package dev.potok.server.transfer;

import dev.potok.engine.ConflictException;
import dev.potok.protocol.ChatRead;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.WireJson;
import java.io.IOException;
import java.util.OptionalLong;

/** Writes a chat as JSON, with the messages of all its branches. */
final class JsonExport implements ChatExport {

  /** What tells a file of this format from others. */
  static final String FORMAT = "potok-chat";

  /**
   * The longest file, in characters: what the import takes, less what may be noted at its messages
   * between the counting and the writing.
   */
  static final int MAX_CHARACTERS = 8_000_000;

  private static final int VERSION = 1;

  @Override
  public void check(ChatSource source) throws IOException {
    if (source.count() > ChatImport.MAX_MESSAGES) {
      throw new ConflictException(ConflictException.Kind.CHAT_TOO_LONG);
    }
    long[] characters = {0};
    write(
        source,
        text -> {
          characters[0] += text.length();
          if (characters[0] > MAX_CHARACTERS) {
            throw new ConflictException(ConflictException.Kind.CHAT_TOO_LONG);
          }
        });
  }

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
      out.add(before + WireJson.write(message));
      before = ",\n";
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
