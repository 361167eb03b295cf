package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Choices beside a field that keeps the focus. The field names the chosen one to a screen reader,
 * as a combobox does.
 *
 * @see <a href="https://www.w3.org/WAI/ARIA/apg/patterns/combobox/">ARIA's pattern</a>
 */
final class ChoiceList {

  private final HTMLElement field;
  private final String id;
  private final HTMLElement root;
  private List<Choice> shown = List.of();
  private final List<HTMLElement> options = new ArrayList<>();
  private int chosen;

  /**
   * A list that is not seen yet.
   *
   * @param id its id, which no other element of the page has
   * @param label what it is called
   */
  ChoiceList(HTMLElement field, String id, String label) {
    this.field = field;
    this.id = id;
    root =
        El.of("div", "choice-list")
            .attr("id", id)
            .attr("role", "listbox")
            .attr("aria-label", label)
            // A click must not take the focus from the field.
            .on("mousedown", event -> event.preventDefault())
            .element();
    root.setHidden(true);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
  }

  HTMLElement element() {
    return root;
  }

  boolean isShown() {
    return !shown.isEmpty();
  }

  /** Shows some choices, the first one chosen; nothing if there are none. */
  void show(List<Choice> choices) {
    if (choices.isEmpty()) {
      hide();
      return;
    }
    shown = choices;
    options.clear();
    Browser.clear(root);
    for (Choice choice : choices) {
      El option =
          El.of("div", "choice-option")
              .attr("id", id + "-" + options.size())
              .attr("role", "option")
              .attr("aria-selected", "false")
              .span("choice-name", choice.name())
              .onClick(() -> take(choice));
      if (!choice.hint().isEmpty()) {
        option.span("choice-hint", choice.hint());
      }
      options.add(option.element());
      root.appendChild(option.element());
    }
    root.setHidden(false);
    field.setAttribute("aria-controls", id);
    choose(0);
  }

  void hide() {
    shown = List.of();
    root.setHidden(true);
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  }

  /** Whether a key was for the list. */
  boolean takes(KeyboardEvent event) {
    if (shown.isEmpty() || SendKeys.isComposing(event)) {
      return false;
    }
    switch (event.getKey()) {
      case "ArrowDown" -> choose(chosen + 1);
      case "ArrowUp" -> choose(chosen - 1);
      case "Enter", "Tab" -> {
        if (event.isShiftKey()) {
          return false;
        }
        take(shown.get(chosen));
      }
      default -> {
        return false;
      }
    }
    event.preventDefault();
    return true;
  }

  private void take(Choice choice) {
    hide();
    choice.action().run();
  }

  private void choose(int index) {
    int count = options.size();
    options.get(Math.min(chosen, count - 1)).setAttribute("aria-selected", "false");
    chosen = (index + count) % count;
    HTMLElement option = options.get(chosen);
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", id + "-" + chosen);
    Browser.intoView(option, "nearest");
  }
}
