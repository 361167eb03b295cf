package dev.potok.web.components;

import dev.potok.protocol.PromptRead;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** The prompt library: each prompt is used by a click, changed or deleted. */
public final class PromptsDialog {

  /** What the reader asks for. */
  public interface Actions {
    /** The prompt shall be written into the message. */
    void use(PromptRead prompt);

    /** The prompt shall be changed. */
    void edit(PromptRead prompt);

    /** The prompt shall go. */
    void delete(PromptRead prompt);

    /** There shall be a further prompt. */
    void add();
  }

  private final Messages messages;
  private final Actions actions;
  private final HTMLElement list = El.of("div", "prompts").element();
  private final ModalDialog dialog;

  /** A library that is empty as long as nothing is shown. */
  public PromptsDialog(Messages messages, Actions actions) {
    this.messages = messages;
    this.actions = actions;
    dialog =
        ModalDialog.titled(messages, messages.get(Text.PROMPTS))
            .add(El.wrap(list))
            .keepingButton(messages.get(Text.NEW_PROMPT), "primary", actions::add);
  }

  /** Shows it. */
  public void open() {
    dialog.open();
  }

  /** Shows these prompts. */
  public void show(List<PromptRead> prompts) {
    JSObject focused = KeptFocus.in(list);
    Browser.clear(list);
    if (prompts.isEmpty()) {
      list.appendChild(El.of("p").text(messages.get(Text.NO_PROMPTS)).element());
    }
    for (PromptRead prompt : prompts) {
      list.appendChild(
          El.of("div", "prompt")
              .attr("data-prompt", String.valueOf(prompt.id()))
              .add(
                  El.button("use-prompt")
                      .span("prompt-name", prompt.name())
                      .span("prompt-text", prompt.text())
                      .onClick(() -> {
                        dialog.close();
                        actions.use(prompt);
                      }))
              .add(
                  El.iconButton(
                          "edit-prompt", Icon.PENCIL, messages.get(Text.EDIT_PROMPT, prompt.name()))
                      .onClick(() -> actions.edit(prompt)))
              .add(
                  El.iconButton(
                          "delete-prompt",
                          Icon.TRASH,
                          messages.get(Text.DELETE_PROMPT, prompt.name()))
                      .onClick(() -> actions.delete(prompt)))
              .element());
    }
    if (focused != null) {
      KeptFocus.restore(focused, list, dialog.find(ModalDialog.KEEPING));
    }
  }
}
