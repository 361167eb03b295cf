package dev.potok.web.pages;

import dev.potok.protocol.LiveEvent;
import org.teavm.jso.dom.html.HTMLElement;

/** What the middle of the window shows. */
public interface Page {

  /** The page's {@code main} element. */
  HTMLElement element();

  /** The element is in the document now. */
  void shown();

  /** Puts the cursor where one writes, unless that would open a keyboard on the screen. */
  void focus();

  /** Shows one message of the chat, wherever it is. */
  default void showMessage(long messageId) {}

  /** The tab goes, and may come back as it was. */
  default void leave() {}

  /** The network or the reader is back: what waits to be tried again is tried now. */
  void wake();

  /** What is written and not sent. */
  default String written() {
    return "";
  }

  /** The server says that something has changed. */
  default void changed(LiveEvent.Change change) {}

  /** Changes may have been missed: what is shown is brought up to what is stored. */
  default void missed() {}

  /** The server is heard, or not any more. */
  default void connected(boolean isConnected) {}

  /** The page is left: whatever it is reading is closed. */
  void close();
}
