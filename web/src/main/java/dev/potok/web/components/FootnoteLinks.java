package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.teavm.jso.JSBody;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The ways from a text to its footnotes and back. They stay in their message, for another one may
 * have the same numbers, and they leave the address as it is.
 */
final class FootnoteLinks {
  private static final String LINK = "a[role=doc-noteref], a[role=doc-backlink]";

  private FootnoteLinks() {}

  /** Gives what Markdown made of footnotes its names in the reader's language. */
  static void name(HTMLElement block, Messages messages) {
    HTMLElement heading = block.querySelector(".footnotes > h2");
    if (heading != null) {
      heading.setTextContent(messages.get(Text.FOOTNOTES));
    }
    HTMLElement back = block.querySelector("a[role=doc-backlink]");
    if (back != null) {
      back.setAttribute("aria-label", messages.get(Text.FOOTNOTE_BACK));
    }
  }

  /** Follows a click on one of the links; does nothing with another. */
  static void follow(Event click) {
    HTMLElement link = Browser.closest(click.getTarget(), LINK);
    HTMLElement text = Browser.closest(link, ".prose");
    if (link != null && text != null) {
      click.preventDefault();
      follow(link, text);
    }
  }

  /** From a footnote back to where the reader came from, or else to its first reference. */
  @JSBody(
      params = {"link", "text"},
      script =
          "var number = link.hash.split('-')[1], note = link.closest('.footnotes > ol > li');"
              + "var to;"
              + "if (link.getAttribute('role') === 'doc-noteref') {"
              + "  to = text.querySelector('.footnotes > ol > li[value=\"' + number + '\"]');"
              + "  if (to) { to.cameFrom = link; to.tabIndex = -1; }"
              + "} else {"
              + "  to = note.cameFrom && note.cameFrom.isConnected ? note.cameFrom"
              + "    : text.querySelector('a[href=\"#note-' + number + '\"]');"
              + "}"
              + "if (to) {"
              + "  to.focus({preventScroll: true});"
              + "  to.scrollIntoView({block: 'center'});"
              + "}")
  private static native void follow(HTMLElement link, HTMLElement text);
}
