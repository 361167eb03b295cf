package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Predicate;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Where a message is written anew, in its place. Enter sends, as in the {@link Composer}, with or
 * without Ctrl or Cmd; Shift and Enter break the line; Esc gives up.
 */
final class MessageEditor {
  private final Predicate<String> sending;
  private final Runnable cancelling;
  private final HTMLElement field;
  private final HTMLElement grow;
  private final HTMLElement send;
  private final HTMLElement root;
  private boolean busy;

  /**
   * An editor of a text.
   *
   * @param sending takes the text to be sent
   * @param cancelling is told that nothing is to be changed
   */
  MessageEditor(Messages messages, String text, Predicate<String> sending, Runnable cancelling) {
    this.sending = sending;
    this.cancelling = cancelling;
    field =
        El.of("textarea")
            .attr("name", "edit")
            .attr("rows", "1")
            .attr("aria-label", messages.get(Text.EDIT_MESSAGE))
            .attr("enterkeyhint", "send")
            .on("input", event -> written())
            .onKey(this::onKey)
            .element();
    Browser.value(field, text);
    grow = El.of("div", "grow").add(field).element();
    send =
        El.button("send-edit")
            .cls("primary")
            .text(messages.get(Text.SEND))
            .onClick(this::send)
            .element();
    root =
        El.of("div", "message-editor")
            .add(grow)
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
    return Browser.value(field);
  }

  void text(String text) {
    Browser.value(field, text);
    written();
  }

  void focus() {
    Browser.focus(field);
  }

  /** While an answer is under way nothing can be sent. */
  void busy(boolean isBusy) {
    busy = isBusy;
    written();
  }

  private void written() {
    grow.setAttribute("data-text", text());
    Browser.set(send, "disabled", busy || text().strip().isEmpty());
  }

  private void onKey(KeyboardEvent event) {
    // 229 is what some browsers report for the Enter that ends a composition.
    if (event.isComposing() || event.getKeyCode() == 229) {
      return;
    }
    if (event.getKey().equals("Enter") && !event.isShiftKey()) {
      event.preventDefault();
      send();
    } else if (event.getKey().equals("Escape")) {
      event.preventDefault();
      event.stopPropagation();
      cancelling.run();
    }
  }

  private void send() {
    if (!text().strip().isEmpty() && !sending.test(text())) {
      focus();
    }
  }
}
