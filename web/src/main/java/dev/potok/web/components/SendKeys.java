package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.state.Settings.EnterKey;
import java.util.function.Supplier;
import org.teavm.jso.dom.events.KeyboardEvent;

/** Tells which keys send what is written. */
public final class SendKeys {
  private final Supplier<EnterKey> enter;

  /** Keys by the reader's setting, which may change. */
  public SendKeys(Supplier<EnterKey> enter) {
    this.enter = enter;
  }

  /** Whether a key belongs to an input method that composes a character, and so means nothing. */
  public static boolean isComposing(KeyboardEvent event) {
    // 229 is what some browsers report for the Enter that ends a composition.
    return event.isComposing() || event.getKeyCode() == 229;
  }

  /**
   * Whether a key sends: Enter with Ctrl or Cmd, and Enter alone where the reader has set so. A
   * keyboard on the screen has no Shift and Enter, so there Enter alone breaks the line.
   */
  boolean sends(KeyboardEvent event) {
    if (!event.getKey().equals("Enter")
        || event.isShiftKey()
        || event.isAltKey()
        || isComposing(event)) {
      return false;
    }
    if (event.isCtrlKey() || event.isMetaKey()) {
      return true;
    }
    return enter.get() == EnterKey.SENDS && !Browser.matches("(hover: none) and (pointer: coarse)");
  }
}
