package dev.potok.teavm;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSString;

/** Looks for a {@link Pattern} in one text, in the place of {@link java.util.regex.Matcher}. */
public final class Matcher {
  private final Pattern pattern;
  private final String text;
  private final JSString input;
  private @Nullable JSObject found;

  Matcher(Pattern pattern, String text) {
    this.pattern = pattern;
    this.text = text;
    this.input = JSString.valueOf(text);
  }

  /** Whether the whole text matches. */
  public boolean matches() {
    return runs(pattern.whole(), 0);
  }

  /** Whether there is a match behind the last one, or at all. None of the matches is empty. */
  public boolean find() {
    return runs(pattern.search(), found == null ? 0 : end());
  }

  /** Whether there is a match from a place on. */
  public boolean find(int from) {
    return runs(pattern.search(), from);
  }

  private boolean runs(JSObject expression, int from) {
    found = exec(expression, input, from);
    return found != null;
  }

  /** Where the match begins. */
  public int start() {
    return index(match());
  }

  /** Where the match ends. */
  public int end() {
    return end(match());
  }

  /** The match. */
  public String group() {
    return text.substring(start(), end());
  }

  /** A group of the match; null if it took no part. */
  public @Nullable String group(int number) {
    return group(match(), number);
  }

  /** The text with each match replaced; the replacement names no groups. */
  public String replaceAll(String replacement) {
    StringBuilder replaced = new StringBuilder();
    int from = 0;
    found = null;
    while (find()) {
      replaced.append(text, from, start()).append(replacement);
      from = end();
    }
    return replaced.append(text, from, text.length()).toString();
  }

  private JSObject match() {
    JSObject match = found;
    if (match == null) {
      throw new IllegalStateException("there is no match");
    }
    return match;
  }

  @JSBody(
      params = {"expression", "input", "from"},
      script = "expression.lastIndex = from; return expression.exec(input);")
  private static native @Nullable JSObject exec(JSObject expression, JSString input, int from);

  @JSBody(params = "match", script = "return match.index;")
  private static native int index(JSObject match);

  @JSBody(params = "match", script = "return match.index + match[0].length;")
  private static native int end(JSObject match);

  @JSBody(
      params = {"match", "number"},
      script = "var group = match[number]; return group === undefined ? null : group;")
  private static native @Nullable String group(JSObject match, int number);
}
