package dev.potok.web.pages;

import dev.potok.protocol.PromptRead;
import dev.potok.web.components.Command;
import dev.potok.web.components.FillDialog;
import dev.potok.web.components.ModalDialog;
import dev.potok.web.components.PromptDialog;
import dev.potok.web.components.PromptsDialog;
import dev.potok.web.dom.El;
import dev.potok.web.state.PromptText;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The prompt library as a page uses it: asked for when it is needed, and shown, changed, used. */
final class Prompts implements PromptsDialog.Actions {
  private final PageContext context;
  private final Messages messages;
  private final Consumer<String> onInsert;
  private List<PromptRead> known = List.of();
  private @Nullable PromptsDialog dialog;

  /**
   * The prompts of a page.
   *
   * @param onInsert writes a prompt's text into the message
   */
  Prompts(PageContext context, Consumer<String> onInsert) {
    this.context = context;
    this.messages = context.messages();
    this.onInsert = onInsert;
  }

  /** Asks for them anew. */
  void refresh(Runnable whenKnown) {
    context
        .resources()
        .prompts(
            context
                .replies()
                .told(found -> {
                  known = found;
                  if (dialog != null) {
                    dialog.show(known);
                  }
                  whenKnown.run();
                }));
  }

  /** Each of them as a command. */
  List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (PromptRead prompt : known) {
      commands.add(new Command(prompt.name(), prompt.text(), () -> use(prompt)));
    }
    return commands;
  }

  /** Shows the library. */
  void open() {
    PromptsDialog opened = new PromptsDialog(messages, this);
    dialog = opened;
    opened.show(known);
    opened.open();
    refresh(() -> {});
  }

  @Override
  public void use(PromptRead prompt) {
    PromptText text = new PromptText(prompt.text());
    if (text.variables().isEmpty()) {
      onInsert.accept(prompt.text());
    } else {
      new FillDialog(messages, prompt.name(), text, onInsert).open();
    }
  }

  @Override
  public void add() {
    keep(OptionalLong.empty(), "", "");
  }

  @Override
  public void edit(PromptRead prompt) {
    keep(OptionalLong.of(prompt.id()), prompt.name(), prompt.text());
  }

  private void keep(OptionalLong id, String oldName, String oldText) {
    new PromptDialog(
            messages,
            oldName,
            oldText,
            (name, text, told) ->
                context
                    .resources()
                    .keepPrompt(
                        id,
                        name,
                        text,
                        context
                            .replies()
                            .done(
                                () -> {
                                  told.accept("");
                                  refresh(() -> {});
                                },
                                told)))
        .open();
  }

  @Override
  public void delete(PromptRead prompt) {
    ModalDialog question =
        ModalDialog.titled(messages, messages.get(Text.DELETE_PROMPT, prompt.name()))
            .add(El.of("p").text(messages.get(Text.DELETE_PROMPT_QUESTION)))
            .cancelButton();
    question
        .keepingButton(
            messages.get(Text.DELETE),
            "danger",
            () -> {
              question.close();
              context
                  .resources()
                  .deletePrompt(prompt.id(), context.replies().done(() -> refresh(() -> {})));
            })
        .open();
  }
}
