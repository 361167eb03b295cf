package dev.potok.server.transfer;

import dev.potok.engine.ImportedChat;
import dev.potok.protocol.JsonFields;
import java.util.Optional;

/** A kind of file that chats are read from. Stateless. */
enum ImportFormat {
  POTOK("potok") {
    @Override
    boolean fits(JsonFields chat) {
      return chat.textIfAny("format").equals(Optional.of(JsonExport.FORMAT));
    }

    @Override
    ImportedChat read(JsonFields chat, ImportSetting setting) {
      return new PotokFile(setting).read(chat);
    }
  },
  CHATGPT("chatgpt") {
    @Override
    boolean fits(JsonFields chat) {
      return chat.objectIfAny("mapping").isPresent();
    }

    @Override
    ImportedChat read(JsonFields chat, ImportSetting setting) {
      return new ChatGptFile(setting).read(chat);
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
    ImportedChat read(JsonFields chat, ImportSetting setting) {
      return new OpenWebUiFile(setting).read(chat);
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
   * @throws dev.potok.protocol.JsonFormatException if it is not as it should be
   */
  abstract ImportedChat read(JsonFields chat, ImportSetting setting);

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
