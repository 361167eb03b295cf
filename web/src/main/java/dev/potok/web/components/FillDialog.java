package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.state.PromptText;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.dom.events.KeyboardEvent;

/** Asks for the variables of a prompt. */
public final class FillDialog {

  /** From how many characters on a value is shown on several lines. */
  private static final int LONG = 60;

  private final PromptText prompt;
  private final Consumer<String> onFilled;
  private final List<FormField> fields = new ArrayList<>();
  private final ModalDialog dialog;

  /**
   * A dialog for a prompt that has variables.
   *
   * @param onFilled is told the text that was made of it
   */
  public FillDialog(Messages messages, String name, PromptText prompt, Consumer<String> onFilled) {
    this.prompt = prompt;
    this.onFilled = onFilled;
    dialog = ModalDialog.titled(messages, name);
    for (PromptText.Variable variable : prompt.variables()) {
      int rows = variable.byDefault().length() > LONG ? 4 : 1;
      FormField field = FormField.text("variable", variable.name(), variable.byDefault(), rows);
      El.wrap(field.input()).on("focus", event -> Browser.select(field.input())).onKey(this::onKey);
      fields.add(field);
      dialog.add(field.element());
    }
    dialog.cancelButton().keepingButton(messages.get(Text.INSERT), "primary", this::fill);
  }

  private void onKey(KeyboardEvent event) {
    if (event.getKey().equals("Enter") && !event.isShiftKey() && !SendKeys.isComposing(event)) {
      event.preventDefault();
      fill();
    }
  }

  /** Shows it. */
  public void open() {
    dialog.open();
    fields.getFirst().input().focus();
  }

  private void fill() {
    List<String> values = new ArrayList<>();
    for (FormField field : fields) {
      values.add(field.value());
    }
    dialog.close();
    onFilled.accept(prompt.filled(values));
  }
}
