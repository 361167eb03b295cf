package dev.potok.web.rich;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.function.Supplier;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** Gives Mermaid's code a button that shows the diagram in the place of the code, and back. */
final class Diagrams implements Finish {
  private static final String WAITING = ".code[data-language=mermaid]:not([data-diagram])";

  private final Supplier<Messages> messages;

  /**
   * Buttons for all diagrams.
   *
   * @param messages what to say, in the language of the page as it is now
   */
  Diagrams(Supplier<Messages> messages) {
    this.messages = messages;
  }

  @Override
  public Left step() {
    Left left = Left.NOTHING;
    var figures = HTMLDocument.current().querySelectorAll(WAITING);
    for (int i = 0; i < figures.getLength(); i++) {
      HTMLElement figure = figures.get(i);
      if (figure.querySelector(".streaming-cursor") != null) {
        left = Left.LATER;
      } else {
        figure.setAttribute("data-diagram", "no");
        addButton(figure);
      }
    }
    return left;
  }

  private void addButton(HTMLElement figure) {
    HTMLElement button =
        El.button("show-diagram")
            .cls("show-diagram")
            .text(messages.get().get(Text.SHOW_DIAGRAM))
            .element();
    button.addEventListener("click", event -> toggle(figure, button));
    HTMLElement caption = figure.querySelector("figcaption");
    caption.insertBefore(button, caption.querySelector("[data-action=copy-code]"));
  }

  private void toggle(HTMLElement figure, HTMLElement button) {
    boolean isShown = !"no".equals(figure.getAttribute("data-diagram"));
    HTMLElement old = figure.querySelector(".diagram");
    if (old != null) {
      Browser.remove(old);
    }
    button.setTextContent(messages.get().get(isShown ? Text.SHOW_DIAGRAM : Text.SHOW_CODE));
    if (isShown) {
      figure.setAttribute("data-diagram", "no");
    } else {
      figure.setAttribute("data-diagram", "waiting");
      new DiagramFrame(messages.get(), figure).open();
    }
  }
}
