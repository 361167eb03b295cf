package dev.potok.web.components;

import dev.potok.web.dom.El;
import dev.potok.web.dom.Timers;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.dom.html.HTMLElement;

/** Says that the connection is lost and is being made again, for as long as that is so. */
public final class ConnectionNotice {

  /** How long a lost connection that nobody needs right now is not worth a word. */
  private static final int OFFLINE_MILLIS = 1_500;

  private final Messages messages;
  private final HTMLElement root = El.of("div", "notice").attr("role", "status").element();
  private boolean offline;
  private boolean reconnecting;
  private Timers.@Nullable Cancel offlineSoon;

  /** A notice that says nothing yet. */
  public ConnectionNotice(Messages messages) {
    this.messages = messages;
    root.setHidden(true);
  }

  /** Where the notice appears. */
  public HTMLElement element() {
    return root;
  }

  /** The server is heard, or not any more. */
  public void connected(boolean isConnected) {
    close();
    if (isConnected) {
      offline = false;
      draw();
      return;
    }
    offlineSoon =
        Timers.after(
            OFFLINE_MILLIS,
            () -> {
              offline = true;
              draw();
            });
  }

  /** An answer that is being read is cut off, or not any more; said at once. */
  public void reconnecting(boolean isReconnecting) {
    reconnecting = isReconnecting;
    draw();
  }

  /** Changes nothing by itself any more. */
  public void close() {
    if (offlineSoon != null) {
      offlineSoon.cancel();
      offlineSoon = null;
    }
  }

  private void draw() {
    boolean isNeeded = offline || reconnecting;
    root.setHidden(!isNeeded);
    root.setTextContent(isNeeded ? messages.get(Text.RECONNECTING) : "");
  }
}
