package dev.potok.web.rich;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A script of somebody else's that the server has, loaded when it is first needed. */
final class Library {
  private final String file;
  private final Runnable loaded;
  private boolean asked;
  private boolean ready;

  /**
   * A library that is not loaded.
   *
   * @param file its name among the page's files
   * @param loaded runs when it can be used
   */
  Library(String file, Runnable loaded) {
    this.file = file;
    this.loaded = loaded;
  }

  /** Whether it can be used; asks for it if nobody has. */
  boolean isReady() {
    if (!asked) {
      asked = true;
      load("/assets/" + file, this::came, this::failed);
    }
    return ready;
  }

  private void came() {
    ready = true;
    loaded.run();
  }

  /** The next text that needs it asks again. */
  private void failed() {
    asked = false;
  }

  @JSFunctor
  private interface Told extends JSObject {
    void told();
  }

  @JSBody(
      params = {"address", "came", "failed"},
      script =
          "var script = document.createElement('script');"
              + "script.src = address;"
              + "script.onload = function() { came(); };"
              + "script.onerror = function() { script.remove(); failed(); };"
              + "document.head.append(script);")
  private static native void load(String address, Told came, Told failed);
}
