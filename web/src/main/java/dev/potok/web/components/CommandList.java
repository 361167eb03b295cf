package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The commands that what is written may mean, above the field that it is written in. The field
 * keeps the focus, and names the chosen command to a screen reader as a combobox does; its role
 * stays that of a text field, since HTML lets a {@code textarea} have no other.
 */
final class CommandList {
  private static final String ID = "commands";

  /** The longest text that is looked for, in characters. */
  private static final int MAX_WRITTEN = 100;

  private final HTMLElement field;
  private final Supplier<List<Command>> commands;
  private final Consumer<Command> onChoose;
  private final HTMLElement root;
  private List<Command> shown = List.of();
  private final List<HTMLElement> options = new ArrayList<>();
  private int chosen;

  /** For which text the reader wants no list. */
  private String dismissed = "";

  /**
   * A list that is not seen yet.
   *
   * @param commands those that can be given now
   * @param onChoose is told the chosen one
   */
  CommandList(
      Messages messages,
      HTMLElement field,
      Supplier<List<Command>> commands,
      Consumer<Command> onChoose) {
    this.field = field;
    this.commands = commands;
    this.onChoose = onChoose;
    root =
        El.of("div", "commands")
            .attr("id", ID)
            .attr("role", "listbox")
            .attr("aria-label", messages.get(Text.COMMANDS))
            // A click must not take the focus from the field.
            .on("mousedown", event -> event.preventDefault())
            .element();
    root.setHidden(true);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.addEventListener("blur", event -> hide());
  }

  HTMLElement element() {
    return root;
  }

  /** The field holds this text now. */
  void written(String text) {
    boolean asks =
        text.startsWith("/")
            && text.length() <= MAX_WRITTEN
            && text.indexOf('\n') < 0
            && !text.equals(dismissed);
    if (!asks) {
      dismissed = text.startsWith("/") ? dismissed : "";
      hide();
      return;
    }
    String wanted = Browser.lower(text.substring(1).strip());
    List<Command> fitting = new ArrayList<>();
    List<Command> labelled = new ArrayList<>();
    for (Command command : commands.get()) {
      if (command.isCalled(wanted)) {
        fitting.add(command);
      } else if (command.isLabelled(wanted)) {
        labelled.add(command);
      }
    }
    fitting.addAll(labelled);
    show(fitting);
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
        give(shown.get(chosen));
      }
      case "Escape" -> {
        dismissed = Browser.value(field);
        hide();
        event.stopPropagation();
      }
      default -> {
        return false;
      }
    }
    event.preventDefault();
    return true;
  }

  private void give(Command command) {
    hide();
    onChoose.accept(command);
  }

  private void show(List<Command> fitting) {
    if (fitting.isEmpty()) {
      hide();
      return;
    }
    shown = fitting;
    options.clear();
    Browser.clear(root);
    for (Command command : fitting) {
      HTMLElement option =
          El.of("div", "command")
              .attr("id", ID + "-" + options.size())
              .attr("role", "option")
              .span("command-name", "/" + command.name())
              .span("command-label", command.label())
              .onClick(() -> give(command))
              .element();
      options.add(option);
      root.appendChild(option);
    }
    root.setHidden(false);
    field.setAttribute("aria-controls", ID);
    choose(0);
  }

  private void choose(int index) {
    int count = options.size();
    options.get(Math.min(chosen, count - 1)).setAttribute("aria-selected", "false");
    chosen = (index + count) % count;
    HTMLElement option = options.get(chosen);
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", ID + "-" + chosen);
    Browser.intoView(option, "nearest");
  }

  private void hide() {
    shown = List.of();
    root.setHidden(true);
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  }
}
