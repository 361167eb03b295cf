package dev.potok.web.components;

import dev.potok.web.dom.Browser;

/**
 * What can be done by a word behind a slash, at the beginning of a message.
 *
 * @param name what is written behind the slash
 * @param label what it does, for people
 * @param action does it; the composer is empty by then
 */
public record Command(String name, String label, Runnable action) {

  /** Whether what is written, in lower case, begins the name. */
  boolean isCalled(String written) {
    return Browser.lower(name).startsWith(written);
  }

  /** Whether what is written, in lower case, begins a word of the label. */
  boolean isLabelled(String written) {
    return Browser.lower(" " + label).contains(" " + written);
  }
}
