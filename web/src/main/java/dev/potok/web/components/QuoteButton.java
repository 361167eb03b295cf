package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.dom.SelectedText;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;
import org.teavm.jso.dom.html.HTMLElement;

/** A button that appears beside what is selected in a message, and quotes it. */
public final class QuoteButton {

  /** How long a selection must rest until the button appears, in milliseconds. */
  private static final int REST_MILLIS = 200;

  /** The space between the button and the selection, in pixels. */
  private static final int GAP = 8;

  private final Consumer<String> onQuote;
  private final HTMLElement root;
  private final EventListener<Event> changed = event -> changed();
  private Timers.@Nullable Cancel pending;

  /**
   * A button that is not seen until something is selected.
   *
   * @param scroller what the messages move in
   * @param onQuote is told the text
   */
  public QuoteButton(Messages messages, HTMLElement scroller, Consumer<String> onQuote) {
    this.onQuote = onQuote;
    root =
        El.button("quote-selection")
            .cls("quote-selection")
            .add(Icon.QUOTE.element())
            .span("", messages.get(Text.QUOTE))
            // A click must not take the selection away before it is read.
            .on("mousedown", event -> event.preventDefault())
            .onClick(this::quote)
            .element();
    root.setHidden(true);
    Browser.onDocument("selectionchange", changed);
    scroller.addEventListener(
        "scroll",
        event -> {
          if (!root.isHidden()) {
            changed();
          }
        });
  }

  private void quote() {
    String selected = selected();
    SelectedText.clear();
    root.setHidden(true);
    onQuote.accept(selected);
  }

  /** The button. */
  public HTMLElement element() {
    return root;
  }

  /** Looks at no selection any more. */
  public void close() {
    Browser.offDocument("selectionchange", changed);
    if (pending != null) {
      pending.cancel();
    }
  }

  private void changed() {
    if (pending != null) {
      pending.cancel();
    }
    if (!root.isHidden()) {
      root.setHidden(true);
    }
    pending = selected().isEmpty() ? null : Timers.after(REST_MILLIS, this::show);
  }

  private void show() {
    if (!selected().isEmpty()) {
      root.setHidden(false);
      SelectedText.placeBeside(root, GAP);
    }
  }

  private static String selected() {
    return SelectedText.inOne(".message-body").strip();
  }
}
