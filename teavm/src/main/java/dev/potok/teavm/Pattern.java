package dev.potok.teavm;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * A regular expression that the browser's own engine runs, in the place of {@link
 * java.util.regex.Pattern}, whose Java takes a sixth of the script.
 *
 * <p>It knows what commonmark-java's expressions use. What JavaScript reads otherwise is
 * translated: {@code \s}, {@code .} and {@code $} mean more there or less, and a possessive
 * quantifier becomes a greedy one, which in those expressions matches the same.
 */
public final class Pattern {
  private static final int CASE_INSENSITIVE = java.util.regex.Pattern.CASE_INSENSITIVE;
  private static final String SPACES = " \\t\\n\\x0B\\f\\r";
  private static final String LINE_ENDS = "\\n\\r\\u0085\\u2028\\u2029";
  private static final String AT_THE_END = "(?=(?:\\r\\n|[" + LINE_ENDS + "])?$)";

  private final String expression;
  private final String flags;
  private final JSObject search;
  private @Nullable JSObject whole;

  private Pattern(String expression, String flags) {
    this.expression = expression;
    this.flags = flags;
    this.search = regExp(expression, flags);
  }

  /** An expression that looks at cases. */
  public static Pattern compile(String regex) {
    return compile(regex, 0);
  }

  /** An expression; {@code flags} is 0, or says that the cases of ASCII's letters are alike. */
  public static Pattern compile(String regex, int flags) {
    // With "u", "i" would take the long s and the sign of Kelvin for letters of ASCII.
    return new Pattern(translated(regex), (flags & CASE_INSENSITIVE) == 0 ? "gu" : "gi");
  }

  /** What looks for this expression in a text. */
  public Matcher matcher(CharSequence text) {
    return new Matcher(this, text.toString());
  }

  /** Runs over a text from one place on. */
  JSObject search() {
    return search;
  }

  /** Takes a text as a whole. */
  JSObject whole() {
    JSObject known = whole;
    if (known == null) {
      known = regExp("^(?:" + expression + ")$", flags);
      whole = known;
    }
    return known;
  }

  private static String translated(String regex) {
    StringBuilder to = new StringBuilder();
    boolean inClass = false;
    boolean quantified = false;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      boolean possessive = quantified && c == '+';
      quantified = !inClass && !possessive && "*+?}".indexOf(c) >= 0;
      if (c == '\\') {
        char escaped = regex.charAt(++i);
        if (escaped != 's') {
          to.append(c).append(escaped);
        } else if (inClass) {
          to.append(SPACES);
        } else {
          to.append('[').append(SPACES).append(']');
        }
      } else if (inClass) {
        inClass = c != ']';
        to.append(c);
      } else if (c == '.') {
        to.append("[^").append(LINE_ENDS).append(']');
      } else if (c == '$') {
        to.append(AT_THE_END);
      } else if (c == ']') {
        to.append("\\]");
      } else if (!possessive) {
        inClass = c == '[';
        to.append(c);
      }
    }
    return to.toString();
  }

  @JSBody(
      params = {"expression", "flags"},
      script = "return new RegExp(expression, flags);")
  private static native JSObject regExp(String expression, String flags);
}
