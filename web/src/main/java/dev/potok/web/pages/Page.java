package dev.potok.web.pages;

import org.teavm.jso.dom.html.HTMLElement;

/** What the middle of the window shows. */
public interface Page {

  /** The page's {@code main} element. */
  HTMLElement element();

  /** The element is in the document now. */
  void shown();

  /** Puts the cursor where one writes, unless that would open a keyboard on the screen. */
  void focus();

  /** The network or the reader is back: what waits to be tried again is tried now. */
  void wake();

  /** The page is left: whatever it is reading is closed. */
  void close();
}
