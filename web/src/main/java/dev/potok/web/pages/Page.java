package dev.potok.web.pages;

import org.teavm.jso.dom.html.HTMLElement;

/** What the middle of the window shows. */
public interface Page {

  /** The page's {@code main} element. */
  HTMLElement element();

  /** The element is in the document now. */
  void shown();

  /** The page is left: whatever it is reading is closed. */
  void close();
}
