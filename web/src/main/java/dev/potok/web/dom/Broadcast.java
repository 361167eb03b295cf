package dev.potok.web.dom;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * What the tabs of a browser on one origin say to each other: all others hear it, in order.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/web-messaging.html">BroadcastChannel</a>
 */
public final class Broadcast {

  /** Is told what another tab says. */
  @JSFunctor
  public interface Ear extends JSObject {
    /** Another tab has said this. */
    void heard(String message);
  }

  private final String name;
  private @Nullable JSObject channel;

  /** A channel of this name, closed. */
  public Broadcast(String name) {
    this.name = name;
  }

  /** Whether the browser has such channels. */
  @JSBody(script = "return typeof BroadcastChannel === 'function';")
  public static native boolean isSupported();

  /** Hears the others from now on. */
  public void open(Ear ear) {
    close();
    channel = open(name, ear);
  }

  /** Says something to all others, if the channel is open. */
  public void say(String message) {
    if (channel != null) {
      post(channel, message);
    }
  }

  /** Hears nothing more. */
  public void close() {
    if (channel != null) {
      close(channel);
      channel = null;
    }
  }

  @JSBody(
      params = {"name", "ear"},
      script =
          "var channel = new BroadcastChannel(name);"
              + "channel.onmessage = function(event) {"
              + "  if (typeof event.data === 'string') { ear(event.data); } };"
              + "return channel;")
  private static native JSObject open(String name, Ear ear);

  @JSBody(
      params = {"channel", "message"},
      script = "channel.postMessage(message);")
  private static native void post(JSObject channel, String message);

  @JSBody(params = "channel", script = "channel.onmessage = null; channel.close();")
  private static native void close(JSObject channel);
}
