package dev.potok.web.components;

import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;

/** Where a prompt of the library is written. */
public final class PromptDialog {

  /** The longest name and text, in characters, as the server has it. */
  private static final int MAX_NAME = 100;

  private static final int MAX_TEXT = 20_000;

  /** Takes what is written. */
  public interface Saving {
    /**
     * Keeps a prompt.
     *
     * @param told is told how that went: empty when it is kept, else a sentence
     */
    void save(String name, String text, Consumer<String> told);
  }

  private final Messages messages;
  private final FormField name;
  private final FormField text;
  private final ModalDialog dialog;
  private final Saving saving;

  /** A dialog for a prompt as it is, or, if its name is empty, for one that shall be made. */
  public PromptDialog(Messages messages, String oldName, String oldText, Saving saving) {
    this.messages = messages;
    this.saving = saving;
    name =
        FormField.line("prompt-name", messages.get(Text.PROMPT_NAME), oldName)
            .hint(messages.get(Text.PROMPT_NAME_HINT))
            .attr("maxlength", String.valueOf(MAX_NAME));
    text =
        FormField.text("prompt-text", messages.get(Text.PROMPT_TEXT), oldText, 8)
            .hint(messages.get(Text.PROMPT_TEXT_HINT))
            .attr("maxlength", String.valueOf(MAX_TEXT));
    String title =
        oldName.isEmpty() ? messages.get(Text.NEW_PROMPT) : messages.get(Text.EDIT_PROMPT, oldName);
    dialog =
        ModalDialog.titled(messages, title)
            .add(name.element())
            .add(text.element())
            .cancelButton()
            .keepingButton(messages.get(Text.SAVE), "primary", this::save);
  }

  /** Shows it. */
  public void open() {
    dialog.open();
    name.input().focus();
  }

  private void save() {
    if (name.value().strip().isEmpty()) {
      name.wrong(messages.get(Text.IS_EMPTY));
    } else if (text.value().strip().isEmpty()) {
      text.wrong(messages.get(Text.IS_EMPTY));
    } else {
      saving.save(name.value(), text.value(), dialog.whenKept(name));
    }
  }
}
