package dev.potok.web.pages;

import dev.potok.chat.ChatMessage;
import dev.potok.chat.ChatSession;
import dev.potok.chat.SendRequest;
import dev.potok.protocol.MessageRead;
import dev.potok.web.components.Composer;
import dev.potok.web.components.MessageFlow;
import dev.potok.web.state.Drafts;
import dev.potok.web.state.UnsettledSends;
import dev.potok.web.state.UnsettledSends.Lost;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was sent in the open chat, from here or from a window that is gone, and comes back to where
 * it was written when nothing came of it.
 */
final class SentTexts {
  private final UnsettledSends sends;
  private final Drafts drafts;
  private final Supplier<@Nullable ChatSession> session;
  private final ChatHead head;
  private final Composer composer;
  private final MessageFlow flow;

  /** What was sent from here last. */
  private String own = "";

  /** What was on its way when the history was asked for. */
  private List<String> asked = List.of();

  /**
   * The sends of a page.
   *
   * @param session the open chat, if there is one yet
   */
  SentTexts(
      PageContext context,
      Supplier<@Nullable ChatSession> session,
      ChatHead head,
      Composer composer,
      MessageFlow flow) {
    this.sends = context.sends();
    this.drafts = context.drafts();
    this.session = session;
    this.head = head;
    this.composer = composer;
    this.flow = flow;
  }

  /** Something is sent. */
  void sending(SendRequest request, long after) {
    own = sends.keep(chatId(), request, after);
    sends.claim(own);
  }

  /** The history is asked for. */
  void asking() {
    asked = sends.keys(chatId());
  }

  /** The history has come. */
  void loaded(List<MessageRead> newest, boolean isWhole) {
    for (Lost lost : sends.settle(asked, own, newest, isWhole)) {
      ChatMessage edited = find(lost.versionOf());
      if (edited != null && drafts.edit(head.route(), edited.id()).isEmpty()) {
        drafts.putEdit(head.route(), edited.id(), lost.text());
        flow.edit(edited, lost.text());
      } else {
        putBack(lost.text());
      }
    }
  }

  /** Whether what has failed here is to come back here. */
  boolean takeBack(String text) {
    return sends.takeBack(chatId(), text, own);
  }

  /** Writes a text before what is written, where it is not there already. */
  void putBack(String text) {
    String written = composer.text();
    if (!written.equals(text) && !written.startsWith(text + "\n\n")) {
      write(written.strip().isEmpty() ? text : text + "\n\n" + written);
    }
  }

  /** Takes a text out again that is sent after all. */
  void takeOut(String text) {
    String written = composer.text();
    if (written.equals(text)) {
      write("");
    } else if (!text.isEmpty() && written.startsWith(text + "\n\n")) {
      write(written.substring(text.length() + 2));
    }
  }

  /** The page is left, and whoever sees the chat next looks after what is on its way. */
  void leave() {
    sends.release(own);
  }

  private void write(String text) {
    composer.text(text);
    drafts.put(head.route(), text);
  }

  private @Nullable ChatMessage find(OptionalLong id) {
    ChatSession open = session.get();
    if (open != null && id.isPresent()) {
      for (ChatMessage message : open.messages()) {
        if (message.id() == id.getAsLong()) {
          return message;
        }
      }
    }
    return null;
  }

  private long chatId() {
    return head.chatId().orElse(0);
  }
}
