package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.protocol.JsonFields;
import java.time.Instant;
import java.util.Optional;

/** A kind of file that chats are read from. Stateless. */
enum ImportFormat {
  POTOK("potok") {
    @Override
    boolean fits(JsonFields chat) {
      return chat.textIfAny("format").equals(Optional.of(JsonExport.FORMAT));
    }

    @Override
    ImportedChat read(JsonFields chat, String key, Instant now, LeftOut leftOut) {
      return new PotokFile(key, now, leftOut).read(chat);
    }
  },
  CHATGPT("chatgpt") {
    @Override
    boolean fits(JsonFields chat) {
      return chat.objectIfAny("mapping").isPresent();
    }

    @Override
    ImportedChat read(JsonFields chat, String key, Instant now, LeftOut leftOut) {
      return new ChatGptFile(key, now, leftOut).read(chat);
    }
  },
  OPEN_WEBUI("open-webui") {
    @Override
    boolean fits(JsonFields chat) {
      return chat.objectIfAny("chat")
          .flatMap(inside -> inside.objectIfAny("history"))
          .flatMap(history -> history.objectIfAny("messages"))
          .isPresent();
    }

    @Override
    ImportedChat read(JsonFields chat, String key, Instant now, LeftOut leftOut) {
      return new OpenWebUiFile(key, now, leftOut).read(chat);
    }
  };

  private final String wireName;

  ImportFormat(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  String wireName() {
    return wireName;
  }

  /** Whether a chat looks as the chats of this format do. */
  abstract boolean fits(JsonFields chat);

  /**
   * The chat.
   *
   * @param key tells it from all other chats
   * @param now for what has no time
   * @throws dev.potok.protocol.JsonFormatException if it is not as it should be
   */
  abstract ImportedChat read(JsonFields chat, String key, Instant now, LeftOut leftOut);

  /** The format of a chat. */
  static Optional<ImportFormat> of(JsonFields chat) {
    for (ImportFormat format : values()) {
      if (format.fits(chat)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
