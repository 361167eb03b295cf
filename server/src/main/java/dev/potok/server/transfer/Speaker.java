package dev.potok.server.transfer;

import dev.potok.engine.Language;
import dev.potok.engine.Sentences;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.protocol.Role;

/** What a file says of who speaks. Stateless. */
final class Speaker {

  private Speaker() {}

  /** A chat's title, or what stands for it. */
  static String title(ChatSource source) {
    String title = source.chat().title();
    return title.isEmpty() ? Sentences.of(source.language(), "export_untitled") : title;
  }

  /** The speaker of a message, on one line. */
  static String of(MessageRead message, Language language) {
    String who =
        switch (message.role()) {
          case USER -> Sentences.of(language, "export_user");
          case ASSISTANT -> Sentences.of(language, "export_assistant");
          case SYSTEM -> Sentences.of(language, "export_system");
        };
    if (message.role() == Role.ASSISTANT && message.metadata().model().isPresent()) {
      who += " (" + message.metadata().model().get().replaceAll("\\s+", " ") + ")";
    }
    boolean isWhole = message.status() == MessageStatus.COMPLETE;
    return isWhole ? who : who + " — " + Sentences.of(language, "export_unfinished");
  }
}
