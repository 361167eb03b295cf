package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.TextRectangle;

/**
 * A short list of choices that opens beside a button, and closes by a choice, Escape, Tab or a
 * click elsewhere. Built, filled and opened once.
 */
public final class Menu {

  /** The space between the menu and its button, and the window's edge, in pixels. */
  private static final int GAP = 6;

  private final HTMLElement root;
  private final List<HTMLElement> choices = new ArrayList<>();
  private @Nullable HTMLElement chosen;

  /** An empty menu. */
  public Menu(String label) {
    root =
        El.of("div", "menu")
            .attr("popover", "auto")
            .attr("role", "menu")
            .attr("aria-label", label)
            .onKey(this::onKey)
            .element();
  }

  /** Adds a choice that does something. */
  public Menu action(Icon icon, String label, String action, Runnable handler) {
    add(
        El.button(action).attr("role", "menuitem").add(icon.element()).span("menu-label", label),
        handler);
    return this;
  }

  /** Adds a choice that is or is not the current one. */
  public Menu option(String label, String hint, boolean current, Runnable handler) {
    El option =
        El.button("choose")
            .attr("role", "menuitemradio")
            .attr("aria-checked", current ? "true" : "false");
    El text = El.of("span", "menu-label").add(El.of("span").text(label));
    if (!hint.isEmpty()) {
      text.span("menu-hint", hint);
    }
    option.add(text);
    if (current) {
      option.add(Icon.CHECK.element());
    }
    HTMLElement added = add(option, handler);
    if (current) {
      chosen = added;
    }
    return this;
  }

  private HTMLElement add(El choice, Runnable handler) {
    HTMLElement element =
        choice
            .attr("tabindex", "-1")
            .onClick(() -> {
              root.hidePopover();
              handler.run();
            })
            .element();
    choices.add(element);
    root.appendChild(element);
    return element;
  }

  /** Opens the menu beside a button. */
  public void open(HTMLElement anchor) {
    // Inside a landmark, so that who jumps from one to the next meets it.
    HTMLElement around = Browser.closest(anchor, "aside, main");
    (around != null ? around : HTMLDocument.current().getBody()).appendChild(root);
    anchor.setAttribute("aria-expanded", "true");
    root.addEventListener(
        "toggle",
        event -> {
          if (root.getOffsetHeight() == 0) {
            anchor.setAttribute("aria-expanded", "false");
            Browser.remove(root);
          }
        });
    root.showPopover();
    place(anchor.getBoundingClientRect());
    HTMLElement first = chosen != null ? chosen : choices.getFirst();
    first.focus();
  }

  private void place(TextRectangle anchor) {
    HTMLElement window = HTMLDocument.current().getDocumentElement();
    int width = root.getOffsetWidth();
    int height = root.getOffsetHeight();
    int left = Math.min(anchor.getLeft(), window.getClientWidth() - width - GAP);
    int below = anchor.getBottom() + GAP;
    int above = anchor.getTop() - GAP - height;
    int lowest = window.getClientHeight() - height - GAP;
    int top = below <= lowest || above < GAP ? Math.min(below, lowest) : above;
    Browser.style(root, "left", Math.max(GAP, left) + "px");
    Browser.style(root, "top", Math.max(GAP, top) + "px");
  }

  private void onKey(KeyboardEvent event) {
    String key = event.getKey();
    int at = choices.indexOf(HTMLDocument.current().getActiveElement());
    int count = choices.size();
    int next =
        key.equals("ArrowDown")
            ? at + 1
            : key.equals("ArrowUp")
                ? at + count - 1
                : key.equals("Home") ? 0 : key.equals("End") ? count - 1 : -1;
    if (next >= 0) {
      event.preventDefault();
      choices.get(next % count).focus();
    } else if (key.equals("Tab")) {
      // The browser leads back to the button, and from there on to what is next.
      root.hidePopover();
    } else if (key.equals("Escape")) {
      // The browser closes the menu; what is below it is not meant.
      event.stopPropagation();
    }
  }
}
