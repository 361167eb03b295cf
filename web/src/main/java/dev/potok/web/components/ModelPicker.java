package dev.potok.web.components;

import dev.potok.protocol.ModelRead;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.teavm.jso.dom.html.HTMLElement;

/** Shows which model answers, and lets the reader choose another. */
public final class ModelPicker {
  private final Messages messages;
  private final Consumer<String> onChoose;
  private final HTMLElement name = El.of("span", "model-name").element();
  private final HTMLElement root;
  private List<ModelRead> models = List.of();
  private Optional<String> chosen = Optional.empty();

  /** A picker without models. */
  public ModelPicker(Messages messages, Consumer<String> onChoose) {
    this.messages = messages;
    this.onChoose = onChoose;
    root =
        El.button("choose-model")
            .cls("model")
            .attr("aria-haspopup", "menu")
            .attr("aria-expanded", "false")
            .add(name)
            .add(Icon.CHEVRON.element())
            .onClick(this::open)
            .element();
    show(List.of(), Optional.empty());
  }

  /** The button. */
  public HTMLElement element() {
    return root;
  }

  /** Shows these models and which one of them is chosen. */
  public void show(List<ModelRead> models, Optional<String> chosen) {
    this.models = models;
    this.chosen = chosen;
    String shown = chosen.orElse("");
    for (ModelRead model : models) {
      if (model.id().equals(shown)) {
        shown = model.name();
      }
    }
    name.setTextContent(shown);
    root.setHidden(models.isEmpty());
    root.setAttribute("aria-label", messages.get(Text.MODEL, shown));
    root.setAttribute("title", messages.get(Text.CHOOSE_MODEL));
  }

  /** Lets the reader choose. */
  public void open() {
    Menu menu = new Menu(messages.get(Text.CHOOSE_MODEL));
    for (ModelRead model : models) {
      menu.option(
          model.name(),
          model.provider(),
          chosen.equals(Optional.of(model.id())),
          () -> onChoose.accept(model.id()));
    }
    menu.open(root);
  }
}
