package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** A dialog above the page: a title, what is in it, and buttons. Closes by Escape or beside it. */
public final class ModalDialog {
  /** The button that keeps what is written. */
  static final String KEEPING = "button[data-action=confirm]";

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
    closeBeside(dialog);
  }

  /**
   * Closes a dialog by a click beside its box, which covers all of it but the backdrop. What began
   * inside may end anywhere, and something written that would be lost keeps the dialog open. One
   * that is closed leaves the document.
   */
  @JSBody(
      params = "dialog",
      script =
          "var pressed, written;"
              + "dialog.onmousedown = function(event) { pressed = event.target === dialog; };"
              + "dialog.oninput = function() {"
              + "  written = dialog.querySelector('[data-action=cancel]');"
              + "};"
              + "dialog.onclick = function(event) {"
              + "  if (pressed && !written && event.target === dialog) { dialog.close(); }"
              + "};"
              + "dialog.onclose = function() { dialog.remove(); };")
  private static native void closeBeside(HTMLElement dialog);

  /** An empty dialog that is not shown yet. */
  public static ModalDialog titled(Messages messages, String title) {
    return new ModalDialog(messages, title);
  }

  /** Adds to what is in it. */
  public ModalDialog add(El part) {
    content.appendChild(part.element());
    return this;
  }

  /**
   * Adds the button that does nothing. What is written in such a dialog is kept by another button
   * only, so a click beside it does not close it any more.
   */
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

  /**
   * Closes it once what is written is kept. Until that is told nothing further can be kept.
   *
   * @param field where it is said why it is not
   * @return is told how it went: empty when it is kept, else a sentence
   */
  Consumer<String> whenKept(FormField field) {
    HTMLElement button = find(KEEPING);
    Browser.set(button, "disabled", true);
    return problem -> {
      Browser.set(button, "disabled", false);
      if (problem.isEmpty()) {
        close();
      } else {
        field.wrong(problem);
      }
    };
  }

  /** Does what the button does that keeps what is written. */
  void keep() {
    find(KEEPING).click();
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
