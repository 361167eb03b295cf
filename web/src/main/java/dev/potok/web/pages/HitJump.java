package dev.potok.web.pages;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.Timers;
import org.teavm.jso.dom.html.HTMLElement;

/** Brings a message into view as soon as its page shows it, and lets it light up for a moment. */
public final class HitJump {

  /** The time between two looks, in milliseconds. */
  private static final int LOOK_MILLIS = 50;

  /** How often is looked before it is given up. */
  private static final int LOOKS = 200;

  private final HTMLElement place;
  private final String selector;
  private int left = LOOKS;

  /** A jump to a message on the page in a place. */
  public HitJump(HTMLElement place, long messageId) {
    this.place = place;
    this.selector = "article[data-message-id='" + messageId + "']";
  }

  /** Begins to look for it. */
  public void start() {
    HTMLElement found = place.querySelector(selector);
    if (found != null) {
      Browser.intoView(found, "center");
      found.setAttribute("data-found", "true");
      return;
    }
    HTMLElement first = place.querySelector("article");
    if (first != null) {
      // Earlier messages are drawn when the first one comes into view.
      Browser.intoView(first, "end");
    }
    if (left-- > 0) {
      Timers.after(LOOK_MILLIS, this::start);
    }
  }
}
