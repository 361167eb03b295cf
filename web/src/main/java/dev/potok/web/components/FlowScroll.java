package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Where a reader is in a column that grows. At its end they are taken along, until they scroll up;
 * a button brings them back, and says when text has come below. Anywhere else what they look at
 * stays where it is, whatever is put above or below.
 */
final class FlowScroll {

  /** How near to the end counts as the end for one who scrolls down to it, in pixels. */
  private static final int NEAR_END = 40;

  /** What is not a movement, but a fraction of a pixel, in pixels. */
  private static final int STILL = 1;

  private static final String NEWS = "data-news";

  private final HTMLElement scroller;
  private final HTMLElement down;
  private final El words;
  private final Messages messages;
  private boolean following = true;
  private int lastTop;

  /** An element that is held in its place until the reader scrolls, while sizes settle. */
  private @Nullable HTMLElement held;

  /** Where its upper edge is, in pixels below the upper edge of the column's window. */
  private int heldAt;

  /**
   * A window on a column.
   *
   * @param onScroll is told when another part may be in view
   */
  FlowScroll(HTMLElement column, Messages messages, Runnable onScroll) {
    this.messages = messages;
    scroller =
        El.of("div", "flow")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", messages.get(Text.MESSAGES))
            .add(column)
            .on(
                "scroll",
                event -> {
                  scrolled();
                  onScroll.run();
                })
            .element();
    for (String byHand : new String[] {"wheel", "touchmove", "keydown", "pointerdown"}) {
      scroller.addEventListener(byHand, event -> held = null);
    }
    Browser.onResize(scroller, this::settle);
    Browser.onResize(column, this::settle);
    words = El.of("span");
    down =
        El.iconButton("to-bottom", Icon.ARROW_DOWN, messages.get(Text.TO_BOTTOM))
            .cls("icon-button to-bottom")
            .add(words)
            .element();
    down.setHidden(true);
  }

  /** The window that is scrolled. */
  HTMLElement element() {
    return scroller;
  }

  /** The button that leads to the end; what it does is for the owner to say. */
  HTMLElement downButton() {
    return down;
  }

  boolean isFollowing() {
    return following;
  }

  /** How much is above what is in view, in pixels. */
  int above() {
    return scroller.getScrollTop();
  }

  /** How much is below what is in view, in pixels. */
  int below() {
    return scroller.getScrollHeight() - scroller.getScrollTop() - scroller.getClientHeight();
  }

  /** Shows the end, and follows it from now on. */
  void toEnd() {
    following = true;
    held = null;
    settle();
    showButton();
  }

  /** Puts an element at a place, in pixels below the window's upper edge, and keeps it there. */
  void hold(HTMLElement element, int at) {
    following = false;
    held = element;
    heldAt = at;
    settle();
    showButton();
  }

  /** Something has come at the end of the column. */
  void grew() {
    if (!following && down.isHidden()) {
      showButton();
    }
    if (!down.isHidden() && !down.hasAttribute(NEWS)) {
      down.setAttribute(NEWS, "true");
      words.text(messages.get(Text.NEW_BELOW));
    }
  }

  /** Does something to the column, and keeps an element of it where it is in the window. */
  void keeping(HTMLElement element, Runnable change) {
    int before = topOf(element);
    change.run();
    // Where the browser keeps the view in place by itself, this changes nothing.
    move(topOf(element) - before);
  }

  /** Where an element is, in pixels below the window's upper edge. */
  int topOf(HTMLElement element) {
    return Browser.distance(scroller, element);
  }

  /** Keeps the end, or what is held, where it is. */
  private void settle() {
    HTMLElement element = held;
    if (following) {
      scroller.setScrollTop(scroller.getScrollHeight());
      lastTop = scroller.getScrollTop();
    } else if (element != null && Browser.closest(element, ".flow") != null) {
      move(topOf(element) - heldAt);
    } else {
      held = null;
    }
  }

  private void move(int by) {
    if (by != 0) {
      scroller.setScrollTop(scroller.getScrollTop() + by);
      lastTop = scroller.getScrollTop();
    }
  }

  private void scrolled() {
    int top = scroller.getScrollTop();
    int below = below();
    if (below <= STILL || (top > lastTop && below <= NEAR_END)) {
      following = held == null;
    } else if (top < lastTop - STILL) {
      following = false;
    }
    lastTop = top;
    showButton();
  }

  private void showButton() {
    boolean isAtEnd = following || below() <= STILL;
    if (down.isHidden() != isAtEnd) {
      down.setHidden(isAtEnd);
      down.removeAttribute(NEWS);
      words.text("");
    }
  }
}
