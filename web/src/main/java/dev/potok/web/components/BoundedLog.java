package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * A titled list that grows at its end and keeps no more than its last rows, and says so. It stays
 * at its end as long as the reader is there.
 */
public final class BoundedLog {

  /** The most rows that are kept. */
  public static final int MAX_ROWS = 2000;

  private static final int NEAR = 24;

  private final Messages messages;
  private final HTMLElement note = El.of("span", "log-note").element();
  private final HTMLElement rows;
  private final HTMLElement scroller;
  private final HTMLElement root;
  private int kept;
  private int total;
  private boolean following = true;
  private int lastTop;

  /**
   * An empty log.
   *
   * @param name its class
   * @param title what stands above it
   */
  public BoundedLog(Messages messages, String name, String title) {
    this.messages = messages;
    rows = El.of("div", "log-rows").element();
    scroller =
        El.of("div", "log-scroll")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", title)
            .add(rows)
            .on("scroll", event -> scrolled())
            .element();
    root =
        El.of("section", "panel " + name)
            .add(El.of("header").add(El.of("h2").text(title)).add(note))
            .add(scroller)
            .element();
    clear();
  }

  /** The whole log. */
  public HTMLElement element() {
    return root;
  }

  /** Adds a row; {@link #settle} shows it. */
  public void add(El row) {
    rows.appendChild(row.element());
    total++;
    kept++;
    if (kept > MAX_ROWS) {
      rows.removeChild(rows.getFirstChild());
      kept--;
    }
  }

  /** Brings the note up to date and the end into view, once after any number of rows. */
  public void settle() {
    if (total == 0) {
      note.setTextContent("");
    } else if (kept == total) {
      note.setTextContent(messages.number(total));
    } else {
      note.setTextContent(
          messages.get(Text.LAST_ROWS, messages.number(kept) + " / " + messages.number(total)));
    }
    if (following) {
      scroller.setScrollTop(scroller.getScrollHeight());
      lastTop = scroller.getScrollTop();
    }
  }

  private void scrolled() {
    int top = scroller.getScrollTop();
    if (scroller.getScrollHeight() - top - scroller.getClientHeight() < NEAR) {
      following = true;
    } else if (top < lastTop) {
      following = false;
    }
    lastTop = top;
  }

  /** Forgets all rows. */
  public void clear() {
    Browser.clear(rows);
    kept = 0;
    total = 0;
    following = true;
    settle();
  }
}
