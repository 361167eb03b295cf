package dev.potok.web.components;

import dev.potok.web.text.Text;
import java.util.Optional;
import org.teavm.jso.dom.events.KeyboardEvent;

/** What is done by keys from anywhere on the page. */
public enum Shortcut {
  PALETTE("K", "KeyK", true, false, Text.PALETTE),
  NEW_CHAT("O", "KeyO", true, true, Text.NEW_CHAT),
  SEARCH("F", "KeyF", true, true, Text.SEARCH),
  SETTINGS(",", "Comma", true, false, Text.SETTINGS),
  FIELD("Esc", "Escape", false, true, Text.SKIP),
  PREVIOUS_MESSAGE("↑", "ArrowUp", false, false, Text.PREVIOUS_MESSAGE),
  NEXT_MESSAGE("↓", "ArrowDown", false, false, Text.NEXT_MESSAGE),
  SHORTCUTS("?", "", false, false, Text.SHORTCUTS);

  private final String label;
  private final String code;
  private final boolean command;
  private final boolean shift;
  private final Text does;

  /**
   * A key and those held with it.
   *
   * @param label what stands on the key
   * @param code where the key is, whatever stands on it; empty where what it writes counts
   * @param command whether Ctrl is held, on Apple's keyboards Command
   */
  Shortcut(String label, String code, boolean command, boolean shift, Text does) {
    this.label = label;
    this.code = code;
    this.command = command;
    this.shift = shift;
    this.does = does;
  }

  /** What it does. */
  public Text does() {
    return does;
  }

  /** The keys to press, in order. */
  public String[] keys(boolean isApple) {
    String modifier = command ? (isApple ? "⌘" : "Ctrl") : isAlt() ? (isApple ? "⌥" : "Alt") : "";
    if (modifier.isEmpty()) {
      return shift ? new String[] {"Shift", label} : new String[] {label};
    }
    return shift ? new String[] {modifier, "Shift", label} : new String[] {modifier, label};
  }

  private boolean isAlt() {
    return this == PREVIOUS_MESSAGE || this == NEXT_MESSAGE;
  }

  /**
   * What a pressed key means.
   *
   * @param isWriting whether the key would write into a field
   */
  public static Optional<Shortcut> of(KeyboardEvent event, boolean isWriting) {
    for (Shortcut shortcut : values()) {
      if (shortcut.fits(event, isWriting)) {
        return Optional.of(shortcut);
      }
    }
    return Optional.empty();
  }

  private boolean fits(KeyboardEvent event, boolean isWriting) {
    boolean held = event.isCtrlKey() || event.isMetaKey();
    if (held != command || event.isAltKey() != isAlt()) {
      return false;
    }
    if (code.isEmpty()) {
      return !isWriting && event.getKey().equals(label);
    }
    return event.isShiftKey() == shift && event.getCode().equals(code);
  }
}
