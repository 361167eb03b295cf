package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** A dialog above the page: a title, what is in it, and buttons. Closes by Escape or outside. */
public final class ModalDialog {
  private final HTMLElement dialog;
  private final HTMLElement content;
  private final HTMLElement buttons;
  private final Messages messages;

  private ModalDialog(Messages messages, String title) {
    this.messages = messages;
    content = El.of("div", "dialog-content").element();
    buttons = El.of("div", "dialog-buttons").element();
    El box =
        El.of("div", "dialog-box")
            .add(
                El.of("header", "dialog-head")
                    .add(El.of("h2").text(title))
                    .add(
                        El.iconButton("close", Icon.CLOSE, messages.get(Text.CLOSE))
                            .onClick(this::close)))
            .add(content)
            .add(buttons);
    dialog = El.of("dialog").attr("aria-label", title).add(box).element();
    dialog.addEventListener(
        "click",
        event -> {
          // The box covers the whole dialog, so only its backdrop is the dialog itself.
          if (Browser.isAt(event, dialog)) {
            close();
          }
        });
    dialog.addEventListener("close", event -> Browser.remove(dialog));
  }

  /** An empty dialog that is not shown yet. */
  public static ModalDialog titled(Messages messages, String title) {
    return new ModalDialog(messages, title);
  }

  /** Adds to what is in it. */
  public ModalDialog add(El part) {
    content.appendChild(part.element());
    return this;
  }

  /** Adds the button that does nothing. */
  public ModalDialog cancelButton() {
    buttons.appendChild(
        El.button("cancel")
            .cls("quiet")
            .text(messages.get(Text.CANCEL))
            .onClick(this::close)
            .element());
    return this;
  }

  /** Adds a button that does something and leaves the dialog open. */
  public ModalDialog keepingButton(String label, String kind, Runnable handler) {
    buttons.appendChild(El.button("confirm").cls(kind).text(label).onClick(handler).element());
    return this;
  }

  /** The first element in it that a selector fits. */
  HTMLElement find(String selector) {
    return dialog.querySelector(selector);
  }

  /** Shows it. */
  public void open() {
    HTMLDocument.current().getBody().appendChild(dialog);
    Browser.showModal(dialog);
  }

  /** Closes it. */
  public void close() {
    Browser.closeDialog(dialog);
  }
}
