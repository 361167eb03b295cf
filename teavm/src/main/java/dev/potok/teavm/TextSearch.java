package dev.potok.teavm;

import org.teavm.jso.JSBody;

/** Finds a piece of a text by the browser's own search. */
public final class TextSearch {

  private TextSearch() {}

  /** Where the piece is next, from the given index on; -1 if nowhere. */
  public static int indexOf(String text, String what, int from) {
    return find(text, what, from);
  }

  @JSBody(
      params = {"text", "what", "from"},
      script = "return text.indexOf(what, from);")
  private static native int find(String text, String what, int from);
}
