package dev.potok.web.components;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** What has the focus in a list of chats or prompts, for the time when the list is drawn anew. */
final class KeptFocus {
  private KeptFocus() {}

  /** The link or button of the list that has the focus; null if none has. */
  @JSBody(
      params = "list",
      script =
          "var at = document.activeElement, action = at.getAttribute('data-action');"
              + "var row = at.closest('.chat-row, .group-head, .prompt');"
              + "var link = row && row.querySelector('a, [data-action=use-prompt]');"
              + "var prompt = row && row.getAttribute('data-prompt');"
              + "if (!list.contains(at) || !link && !action) { return null; }"
              + "return {"
              + "  control: (prompt ? '[data-prompt=\"' + prompt + '\"] '"
              + "      : link ? ':is(.chat-row, .group-head):has(a[href=\"'"
              + "      + link.getAttribute('href') + '\"]) ' : '')"
              + "      + (action ? '[data-action=' + action + ']' : 'a'),"
              + "  link: Array.from(list.querySelectorAll('a, [data-action=use-prompt]'))"
              + "      .indexOf(link)"
              + "};")
  static native @Nullable JSObject in(HTMLElement list);

  /**
   * Gives it the focus again. If it is gone, the link that has come into the place of its row's
   * gets it; if there is no link left, another element.
   */
  @JSBody(
      params = {"kept", "list", "otherwise"},
      script =
          "var links = list.querySelectorAll('a, [data-action=use-prompt]');"
              + "(list.querySelector(kept.control)"
              + "    || links[Math.min(kept.link >>> 0, links.length - 1)]"
              + "    || otherwise).focus({preventScroll: true});")
  static native void restore(JSObject kept, HTMLElement list, HTMLElement otherwise);
}
