package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;

/** The list of keys that do something. */
public final class ShortcutsDialog {
  private final ModalDialog dialog;

  /** A list that is not shown yet. */
  public ShortcutsDialog(Messages messages) {
    El list = El.of("dl", "shortcuts");
    for (Shortcut shortcut : Shortcut.values()) {
      row(list, messages.get(shortcut.does()), shortcut.keys(Browser.isMac()));
    }
    row(list, messages.get(Text.NEW_LINE), "Shift", "Enter");
    row(list, messages.get(Text.COMMANDS), "/");
    row(list, messages.get(Text.EDIT_LAST), "↑");
    dialog = ModalDialog.titled(messages, messages.get(Text.SHORTCUTS)).add(list);
  }

  private static void row(El list, String does, String... keys) {
    El held = El.of("dd");
    for (String key : keys) {
      held.add(El.of("kbd").text(key));
    }
    list.add(El.of("div").add(El.of("dt").text(does)).add(held));
  }

  /** The dialog itself. */
  public ModalDialog dialog() {
    return dialog;
  }
}
