package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Where a message is written anew, in its place. The same keys send as in the {@link Composer}; Esc
 * gives up.
 */
final class MessageEditor {
  private final Predicate<String> sending;
  private final Runnable cancelling;
  private final SendKeys keys;
  private final Consumer<String> writing;
  private final GrowingField grow;
  private final HTMLElement send;
  private final HTMLElement tooLong;
  private final HTMLElement root;
  private boolean busy;

  /**
   * An editor of a text.
   *
   * @param writing is told the text whenever it changes
   * @param sending takes the text to be sent
   * @param cancelling is told that nothing is to be changed
   */
  MessageEditor(
      Messages messages,
      SendKeys keys,
      String text,
      Consumer<String> writing,
      Predicate<String> sending,
      Runnable cancelling) {
    this.keys = keys;
    this.writing = writing;
    this.sending = sending;
    this.cancelling = cancelling;
    tooLong =
        El.of("p", "field-wrong")
            .attr("role", "alert")
            .text(messages.get(Text.MESSAGE_TOO_LONG))
            .element();
    grow =
        new GrowingField(
            El.of("textarea")
                .attr("name", "edit")
                .attr("rows", "1")
                .attr("aria-label", messages.get(Text.EDIT_MESSAGE))
                .on("input", event -> input())
                .onKey(this::onKey));
    grow.text(text);
    send =
        El.button("send-edit")
            .cls("primary")
            .text(messages.get(Text.SEND))
            .onClick(this::send)
            .element();
    root =
        El.of("div", "message-editor")
            .add(grow.element())
            .add(
                El.of("div", "editor-row")
                    .add(
                        El.button("cancel-edit")
                            .cls("quiet")
                            .text(messages.get(Text.CANCEL))
                            .onClick(cancelling))
                    .add(send))
            .element();
    written();
  }

  HTMLElement element() {
    return root;
  }

  String text() {
    return grow.text();
  }

  void text(String text) {
    grow.text(text);
    written();
  }

  void focus() {
    Browser.focus(grow.field());
  }

  /** While an answer is under way nothing can be sent. */
  void busy(boolean isBusy) {
    busy = isBusy;
    written();
  }

  private void input() {
    written();
    writing.accept(text());
  }

  private void written() {
    String text = text();
    grow.grown(text);
    boolean fits = MessageLimit.fits(text);
    Browser.set(send, "disabled", busy || text.strip().isEmpty() || !fits);
    if (fits) {
      Browser.remove(tooLong);
    } else if (tooLong.getParentNode() == null) {
      root.insertBefore(tooLong, root.getLastChild());
    }
  }

  private void onKey(KeyboardEvent event) {
    if (keys.sends(event)) {
      event.preventDefault();
      send();
    } else if (event.getKey().equals("Escape") && !SendKeys.isComposing(event)) {
      event.preventDefault();
      event.stopPropagation();
      cancelling.run();
    }
  }

  private void send() {
    String text = text();
    if (!text.strip().isEmpty() && MessageLimit.fits(text) && !sending.test(text)) {
      focus();
    }
  }
}
