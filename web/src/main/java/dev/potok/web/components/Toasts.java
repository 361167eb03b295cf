package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Short notes at the edge of the page that go by themselves, but not while a reader is at them: one
 * that says something, of which a newer one takes the place, and one that takes back all that was
 * deleted since it appeared.
 */
public final class Toasts {
  private static final int PLAIN_MILLIS = 4000;
  private static final int UNDO_MILLIS = 8000;

  private final Messages messages;
  private final HTMLElement said = El.of("div").element();
  private final HTMLElement offered = El.of("div").element();
  private final HTMLElement root =
      El.of("div", "toasts").attr("role", "status").add(said).add(offered).element();
  private final List<Runnable> undoing = new ArrayList<>();

  /** No notes yet. */
  public Toasts(Messages messages) {
    this.messages = messages;
  }

  /** Where the notes appear. */
  public HTMLElement element() {
    return root;
  }

  /** Says something. */
  public void say(String text) {
    show(said, note(text), PLAIN_MILLIS);
  }

  /** Says that something is deleted, which can be taken back for a while. */
  public void deleted(String text, Runnable undo) {
    if (!offered.hasChildNodes()) {
      undoing.clear();
    }
    undoing.add(undo);
    int count = undoing.size();
    El note = note(count == 1 ? text : messages.get(Text.DELETED, messages.number(count)));
    El button = El.button("undo").text(messages.get(Text.UNDO));
    giveFocusBack(button.element());
    note.add(button.onClick(this::undo));
    show(offered, note, UNDO_MILLIS);
  }

  /** Takes back the last deletion first, since an earlier one may have been of a part of it. */
  private void undo() {
    Browser.clear(offered);
    for (int i = undoing.size() - 1; i >= 0; i--) {
      undoing.get(i).run();
    }
  }

  /** Who presses a button is led back to where they were before. */
  @JSBody(
      params = "button",
      script =
          "var before;"
              + "button.onfocus = function(event) { before = event.relatedTarget; };"
              + "button.onclick = function() {"
              + "  if (before) { before.focus({preventScroll: true}); }"
              + "};")
  private static native void giveFocusBack(HTMLElement button);

  private static El note(String text) {
    return El.of("div", "toast").span("toast-text", text);
  }

  private static void show(HTMLElement place, El note, int millis) {
    Browser.clear(place);
    place.appendChild(note.element());
    leaveLater(note.element(), millis);
  }

  private static void leaveLater(HTMLElement note, int millis) {
    Timers.after(
        millis,
        () -> {
          if (Browser.fits(note, ":hover, :focus-within")) {
            leaveLater(note, millis);
          } else {
            Browser.remove(note);
          }
        });
  }
}
