package dev.potok.client;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import java.util.ArrayList;
import java.util.List;

/** The text of an answer as far as it was read. One thread. */
final class GatheredText {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();

  /** Whether the beginning was read too, so that this is all there is. */
  private boolean isFromTheBeginning;

  String text() {
    return text.toString();
  }

  String thinking() {
    return thinking.toString();
  }

  boolean isFromTheBeginning() {
    return isFromTheBeginning;
  }

  void grow(MessageDelta delta) {
    switch (delta.kind()) {
      case TEXT -> text.append(delta.text());
      case THINKING -> thinking.append(delta.text());
    }
  }

  void replace(MessageRead message) {
    isFromTheBeginning = true;
    text.setLength(0);
    text.append(message.content());
    thinking.setLength(0);
    thinking.append(thinkingOf(message));
  }

  /**
   * Takes over a message that carries all its text, and gives the least that a reader must be told
   * to get there: nothing, the pieces that were missing, or the replacing start.
   */
  List<AnswerEvent> become(MessageRead message, MessageStart replacement) {
    String newText = message.content();
    String newThinking = thinkingOf(message);
    if (!newText.startsWith(text.toString()) || !newThinking.startsWith(thinking.toString())) {
      replace(message);
      return List.of(replacement);
    }
    List<AnswerEvent> missing = new ArrayList<>();
    if (newThinking.length() > thinking.length()) {
      missing.add(MessageDelta.thinking(newThinking.substring(thinking.length())));
    }
    if (newText.length() > text.length()) {
      missing.add(MessageDelta.text(newText.substring(text.length())));
    }
    replace(message);
    return missing;
  }

  private static String thinkingOf(MessageRead message) {
    return message.metadata().thinkingText().orElse("");
  }
}
