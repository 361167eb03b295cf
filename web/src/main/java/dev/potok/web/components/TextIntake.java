package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.FieldText;
import dev.potok.web.dom.GivenText;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Consumer;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Takes into a field what is pasted there and the text of files that are dropped on the page. What
 * would make a message that is too long is not taken, and that is said: nothing of it is lost,
 * since it stays where it came from.
 */
final class TextIntake {
  private final Messages messages;
  private final HTMLElement field;
  private final Consumer<String> refused;

  /**
   * Takes in what is given to a field.
   *
   * @param refused is told in a sentence why something was not taken
   */
  TextIntake(Messages messages, HTMLElement field, Consumer<String> refused) {
    this.messages = messages;
    this.field = field;
    this.refused = refused;
    field.addEventListener("paste", this::pasted);
  }

  /** Takes in files that are dropped on an element, which shows that it would. */
  void takeFilesFrom(HTMLElement zone) {
    zone.addEventListener(
        "dragover",
        event -> {
          if (GivenText.hasFiles(event)) {
            event.preventDefault();
            zone.setAttribute("data-drop", "true");
          }
        });
    zone.addEventListener(
        "dragleave",
        event -> {
          if (GivenText.leaves(event, zone)) {
            zone.removeAttribute("data-drop");
          }
        });
    zone.addEventListener(
        "drop",
        event -> {
          zone.removeAttribute("data-drop");
          if (GivenText.hasFiles(event)) {
            event.preventDefault();
            GivenText.dropped(event, MessageLimit.MAX_BYTES, this::read);
          }
        });
  }

  private void pasted(Event event) {
    if (!MessageLimit.fits(FieldText.with(field, GivenText.pasted(event)))) {
      event.preventDefault();
      refused.accept(messages.get(Text.PASTE_TOO_LONG));
    }
  }

  private void read(String name, String kind, String text) {
    if (kind.equals("other")) {
      refused.accept(messages.get(Text.FILE_NOT_TEXT, name));
      return;
    }
    // What files hold stands on lines of its own.
    String separator = Browser.value(field).isEmpty() ? "" : "\n";
    String taken = separator + text;
    if (kind.equals("long") || !MessageLimit.fits(FieldText.with(field, taken))) {
      refused.accept(messages.get(Text.FILE_TOO_LONG, name));
    } else {
      FieldText.insert(field, taken);
    }
  }
}
