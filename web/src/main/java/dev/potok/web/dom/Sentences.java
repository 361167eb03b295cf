package dev.potok.web.dom;

import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Fetches what the page says in a language, by the script that starts it. */
public final class Sentences {

  /** How long it is until a file that did not come is asked for again, in milliseconds. */
  private static final int AGAIN_MILLIS = 1000;

  private Sentences() {}

  @JSFunctor
  private interface Came extends JSObject {
    void came(String bundle);
  }

  @JSFunctor
  private interface Failed extends JSObject {
    void failed();
  }

  /** Hands on the text of a language's bundle, once it has come. */
  public static void load(String language, Consumer<String> reply) {
    ask(language, reply::accept, () -> Timers.after(AGAIN_MILLIS, () -> load(language, reply)));
  }

  @JSBody(
      params = {"language", "came", "failed"},
      script = "sentences(language).then(came, failed);")
  private static native void ask(String language, Came came, Failed failed);
}
