package dev.potok.web.dom;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** The clipboard. */
public final class Clipboard {
  private Clipboard() {}

  /** Is told how it went. */
  @JSFunctor
  public interface Outcome extends JSObject {
    /** The text was copied, or the browser refused. */
    void copied(boolean done);
  }

  /**
   * Copies a text. Where the browser has no clipboard for scripts, which it gives to secure origins
   * only, a selected field is copied as a person would.
   */
  @JSBody(
      params = {"text", "outcome"},
      script =
          "if (navigator.clipboard) {"
              + "  navigator.clipboard.writeText(text).then("
              + "      function() { outcome(true); }, function() { outcome(false); });"
              + "  return;"
              + "}"
              + "var field = document.createElement('textarea');"
              + "field.value = text; field.className = 'visually-hidden';"
              + "document.body.appendChild(field); field.select();"
              + "var done = document.execCommand('copy'); field.remove(); outcome(done);")
  public static native void copy(String text, Outcome outcome);
}
