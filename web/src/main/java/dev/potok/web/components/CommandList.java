package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLElement;

/** The commands that what is written may mean, above the field that it is written in. */
final class CommandList {

  /** The longest text that is looked for, in characters. */
  private static final int MAX_WRITTEN = 100;

  private final HTMLElement field;
  private final Supplier<List<Command>> commands;
  private final Runnable onBegin;
  private final Consumer<Command> onChoose;
  private final ChoiceList list;

  /** Whether what is written may be a command. */
  private boolean begun;

  /** For which text the reader wants no list. */
  private String dismissed = "";

  /**
   * A list that is not seen yet.
   *
   * @param commands those that can be given now
   * @param onBegin is told that somebody begins to write a command
   * @param onChoose is told the chosen one
   */
  CommandList(
      Messages messages,
      HTMLElement field,
      Supplier<List<Command>> commands,
      Runnable onBegin,
      Consumer<Command> onChoose) {
    this.field = field;
    this.commands = commands;
    this.onBegin = onBegin;
    this.onChoose = onChoose;
    list = new ChoiceList(field, "commands", messages.get(Text.COMMANDS));
    field.addEventListener("blur", event -> list.hide());
  }

  HTMLElement element() {
    return list.element();
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
      begun = false;
      list.hide();
      return;
    }
    if (!begun) {
      begun = true;
      onBegin.run();
    }
    String wanted = Browser.lower(text.substring(1).strip());
    List<Choice> fitting = new ArrayList<>();
    List<Choice> labelled = new ArrayList<>();
    for (Command command : commands.get()) {
      if (command.isCalled(wanted)) {
        fitting.add(choice(command));
      } else if (command.isLabelled(wanted)) {
        labelled.add(choice(command));
      }
    }
    fitting.addAll(labelled);
    list.show(fitting);
  }

  private Choice choice(Command command) {
    return new Choice("/" + command.name(), command.label(), () -> onChoose.accept(command));
  }

  /** Whether a key was for the list. */
  boolean takes(KeyboardEvent event) {
    if (!list.isShown() || SendKeys.isComposing(event)) {
      return false;
    }
    if (event.getKey().equals("Escape")) {
      dismissed = Browser.value(field);
      list.hide();
      event.stopPropagation();
      event.preventDefault();
      return true;
    }
    return list.takes(event);
  }
}
