package dev.potok.web.components;

import dev.potok.web.dom.El;
import org.teavm.jso.dom.html.HTMLElement;

/** Tells a screen reader what happened, once, when it has nothing better to say. */
public final class Announcer {

  /** The longest text that is read out unasked, in characters. */
  private static final int LONGEST = 600;

  private final HTMLElement root =
      El.of("div", "visually-hidden").attr("aria-live", "polite").attr("role", "log").element();

  /** The element that is read out. */
  public HTMLElement element() {
    return root;
  }

  /** Says a sentence. */
  public void say(String text) {
    root.setTextContent(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
  }
}
