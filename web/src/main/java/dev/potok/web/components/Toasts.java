package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/** A short note at the edge of the page that goes by itself; a newer one takes its place. */
public final class Toasts {
  private static final int PLAIN_MILLIS = 4000;
  private static final int UNDO_MILLIS = 8000;

  private final HTMLElement root = El.of("div", "toasts").attr("role", "status").element();
  private Timers.@Nullable Cancel going;

  /** Where the notes appear. */
  public HTMLElement element() {
    return root;
  }

  /** Says something. */
  public void say(String text) {
    show(El.of("div", "toast").span("toast-text", text), PLAIN_MILLIS);
  }

  /** Says something that can be taken back for a while. */
  public void offer(String text, String undo, Runnable handler) {
    El toast = El.of("div", "toast").span("toast-text", text);
    toast.add(
        El.button("undo")
            .text(undo)
            .onClick(() -> {
              clear();
              handler.run();
            }));
    show(toast, UNDO_MILLIS);
  }

  /** Takes the note away. */
  public void clear() {
    if (going != null) {
      going.cancel();
    }
    Browser.clear(root);
  }

  private void show(El toast, int millis) {
    clear();
    root.appendChild(toast.element());
    going = Timers.after(millis, this::clear);
  }
}
