package dev.potok.web.dom;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * A lock that one tab of the browser holds at a time, from when it gets it until it gives it back,
 * is closed, or has it taken away.
 *
 * @see <a href="https://www.w3.org/TR/web-locks/">Web Locks</a>
 */
public final class TabLock {

  /** Is told what becomes of the lock. */
  public interface Holder {

    /** This tab has the lock. */
    void got();

    /** This tab had the lock, and another has taken it away. */
    void lost();

    /** The browser gives this page no lock at all. */
    void refused();
  }

  @JSFunctor
  private interface Told extends JSObject {
    void told();
  }

  private final String name;
  private final Holder holder;
  private @Nullable Request request;

  /** A lock of this name, which this tab neither has nor waits for. */
  public TabLock(String name, Holder holder) {
    this.name = name;
    this.holder = holder;
  }

  /** Whether the browser has such locks; it has them for secure origins only. */
  @JSBody(script = "return !!(navigator.locks && navigator.locks.request);")
  public static native boolean isSupported();

  /** Waits in line for the lock. Harmless while this tab has it or waits already. */
  public void await() {
    if (request == null) {
      request(false);
    }
  }

  /** Takes the lock away from whoever has it. */
  public void take() {
    giveBack();
    request(true);
  }

  /** Gives the lock back, or waits for it no more; nothing more is told. */
  public void giveBack() {
    Request made = request;
    request = null;
    if (made != null) {
      made.end();
    }
  }

  private void request(boolean steal) {
    Request made = new Request();
    request = made;
    made.handle = begin(name, steal, made::got, made::lost);
  }

  /** One request; deaf as soon as it is not the current one. */
  private final class Request {
    private @Nullable JSObject handle;
    private boolean had;

    void got() {
      if (request == this) {
        had = true;
        holder.got();
      }
    }

    void lost() {
      if (request == this) {
        request = null;
        if (had) {
          holder.lost();
        } else {
          holder.refused();
        }
      }
    }

    void end() {
      if (handle != null) {
        TabLock.end(handle);
      }
    }
  }

  @JSBody(
      params = {"name", "steal", "got", "lost"},
      script =
          "var abort = new AbortController(), release, held = new Promise(function(done) {"
              + "  release = done; });"
              + "navigator.locks.request(name, steal ? {steal: true} : {signal: abort.signal},"
              + "    function() { got(); return held; })"
              + "  .catch(function() { lost(); });"
              + "return {end: function() { release(); abort.abort(); }};")
  private static native JSObject begin(String name, boolean steal, Told got, Told lost);

  @JSBody(params = "handle", script = "handle.end();")
  private static native void end(JSObject handle);
}
