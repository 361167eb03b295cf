package dev.potok.web.components;

import dev.potok.protocol.ModelRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.web.api.Resources.ProjectDraft;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Where a project's name, instructions and model are filled in. */
public final class ProjectDialog {

  /** The longest name, in characters, as the server has it. */
  private static final int MAX_NAME = 200;

  private final Messages messages;
  private final FormField name;
  private final FormField instructions;
  private final FormField model;
  private final ModalDialog dialog;
  private final BiConsumer<ProjectDraft, Consumer<String>> saving;

  /**
   * A dialog for a project, or, if empty, for one that shall be made.
   *
   * @param saving takes what is filled in, and tells its second argument how that went: empty when
   *     it is kept, else a sentence
   */
  public ProjectDialog(
      Messages messages,
      Optional<ProjectRead> project,
      List<ModelRead> models,
      BiConsumer<ProjectDraft, Consumer<String>> saving) {
    this.messages = messages;
    this.saving = saving;
    name =
        FormField.line(
                "project-name",
                messages.get(Text.PROJECT_NAME),
                project.isPresent() ? project.get().name() : "")
            .attr("maxlength", String.valueOf(MAX_NAME));
    instructions =
        FormField.text(
                "project-instructions",
                messages.get(Text.INSTRUCTIONS),
                project.isPresent() ? project.get().instructions() : "",
                5)
            .hint(messages.get(Text.INSTRUCTIONS_HINT));
    El select = El.of("select").add(option("", messages.get(Text.DEFAULT_MODEL)));
    for (ModelRead offered : models) {
      select.add(option(offered.id(), offered.name()));
    }
    model =
        FormField.choice(
            "project-model",
            messages.get(Text.PROJECT_MODEL),
            select,
            project.isPresent() ? project.get().defaultModel().orElse("") : "");
    Text title = project.isPresent() ? Text.EDIT_PROJECT : Text.NEW_PROJECT;
    dialog =
        ModalDialog.titled(messages, messages.get(title))
            .add(name.element())
            .add(instructions.element())
            .add(model.element())
            .cancelButton()
            .keepingButton(messages.get(Text.SAVE), "primary", this::save);
    El.wrap(name.input())
        .onKey(event -> {
          if (event.getKey().equals("Enter") && !SendKeys.isComposing(event)) {
            dialog.keep();
          }
        });
  }

  /** Shows it. */
  public void open() {
    dialog.open();
    name.input().focus();
  }

  private void save() {
    String written = name.value().strip();
    if (written.isEmpty()) {
      name.wrong(messages.get(Text.IS_EMPTY));
      return;
    }
    String chosen = model.value();
    saving.accept(
        new ProjectDraft(
            written,
            instructions.value().strip(),
            chosen.isEmpty() ? Optional.empty() : Optional.of(chosen)),
        dialog.whenKept(name));
  }

  private static El option(String value, String label) {
    return El.of("option").attr("value", value).text(label);
  }
}
