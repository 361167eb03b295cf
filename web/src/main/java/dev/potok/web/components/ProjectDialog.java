package dev.potok.web.components;

import dev.potok.protocol.ModelRead;
import dev.potok.protocol.ProjectRead;
import dev.potok.web.api.Resources.ProjectDraft;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.teavm.jso.dom.html.HTMLElement;

/** Where a project's name, instructions and model are filled in. */
public final class ProjectDialog {
  private final HTMLElement name;
  private final HTMLElement instructions;
  private final HTMLElement model;
  private final ModalDialog dialog;
  private final Consumer<ProjectDraft> onSave;

  /** A dialog for a project, or, if empty, for one that shall be made. */
  public ProjectDialog(
      Messages messages,
      Optional<ProjectRead> project,
      List<ModelRead> models,
      Consumer<ProjectDraft> onSave) {
    this.onSave = onSave;
    name =
        El.of("input")
            .attr("name", "project-name")
            .attr("maxlength", "200")
            .attr("autocomplete", "off")
            .onKey(event -> {
              if (event.getKey().equals("Enter") && !event.isComposing()) {
                save();
              }
            })
            .element();
    instructions =
        El.of("textarea").attr("name", "project-instructions").attr("rows", "5").element();
    El select = El.of("select").attr("name", "project-model");
    select.add(option("", messages.get(Text.DEFAULT_MODEL)));
    for (ModelRead offered : models) {
      select.add(option(offered.id(), offered.name()));
    }
    model = select.element();
    if (project.isPresent()) {
      Browser.value(name, project.get().name());
      Browser.value(instructions, project.get().instructions());
      Browser.value(model, project.get().defaultModel().orElse(""));
    }
    Text title = project.isPresent() ? Text.EDIT_PROJECT : Text.NEW_PROJECT;
    dialog =
        ModalDialog.titled(messages, messages.get(title))
            .add(field(messages.get(Text.PROJECT_NAME), name))
            .add(
                field(messages.get(Text.INSTRUCTIONS), instructions)
                    .span("field-hint", messages.get(Text.INSTRUCTIONS_HINT)))
            .add(field(messages.get(Text.PROJECT_MODEL), model))
            .cancelButton()
            .keepingButton(messages.get(Text.SAVE), "primary", this::save);
  }

  /** Shows it. */
  public void open() {
    dialog.open();
    name.focus();
  }

  private void save() {
    String written = Browser.value(name).trim();
    if (written.isEmpty()) {
      name.setAttribute("aria-invalid", "true");
      name.focus();
      return;
    }
    String chosen = Browser.value(model);
    dialog.close();
    onSave.accept(
        new ProjectDraft(
            written,
            Browser.value(instructions).trim(),
            chosen.isEmpty() ? Optional.empty() : Optional.of(chosen)));
  }

  private static El field(String label, HTMLElement input) {
    return El.of("label", "field").span("field-name", label).add(input);
  }

  private static El option(String value, String label) {
    return El.of("option").attr("value", value).text(label);
  }
}
