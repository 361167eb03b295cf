package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.dom.html.HTMLElement;

/** A field in which everything that can be done or opened is found by its name. */
public final class Palette {

  /** The longest text that is looked for, in characters. */
  private static final String MAX_LENGTH = "200";

  /** Knows what can be done. */
  public interface Source {

    /** The choices whose names fit a text; all that need no text if it is empty. */
    List<Choice> choices(String written);
  }

  private final ModalDialog dialog;
  private final Source source;
  private final HTMLElement field;
  private final ChoiceList list;
  private final HTMLElement nothing;

  /** A palette that is not shown yet. */
  public Palette(Messages messages, Source source) {
    this.source = source;
    dialog = ModalDialog.titled(messages, messages.get(Text.PALETTE));
    field =
        El.of("input")
            .attr("type", "text")
            .attr("name", "palette")
            .attr("role", "combobox")
            .attr("aria-expanded", "true")
            .attr("maxlength", MAX_LENGTH)
            .attr("autocomplete", "off")
            .attr("placeholder", messages.get(Text.PALETTE_HINT))
            .attr("aria-label", messages.get(Text.PALETTE_HINT))
            .on("input", event -> list())
            .element();
    list = new ChoiceList(field, "palette", messages.get(Text.PALETTE));
    nothing = El.of("p", "soft").text(messages.get(Text.NOTHING_FOUND)).element();
    dialog.add(El.of("div", "palette field").add(field).add(list.element()).add(nothing));
    El.wrap(field).onKey(list::takes);
  }

  /** Shows it. */
  public void open() {
    dialog.open();
    list();
    field.focus();
  }

  /** Closes it. */
  public void close() {
    dialog.close();
  }

  private void list() {
    List<Choice> choices = new ArrayList<>();
    for (Choice choice : source.choices(Browser.value(field).strip())) {
      choices.add(
          new Choice(
              choice.name(),
              choice.hint(),
              () -> {
                dialog.close();
                choice.action().run();
              }));
    }
    list.show(choices);
    nothing.setHidden(list.isShown());
    field.setAttribute("aria-expanded", list.isShown() ? "true" : "false");
  }
}
