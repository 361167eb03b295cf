package dev.potok.web.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes one piece of rendered Markdown of another if that is plain text at its end: most of
 * what arrives is, and then nothing has to be built anew. Immutable.
 *
 * @param text what comes to the end of the last text
 * @param around the names of the elements that end behind it, the outermost first
 */
public record GrownText(String text, List<String> around) {

  /** Elements in which text is only text, and stands in one piece. */
  private static final Set<String> PLAIN =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "a", "td", "th");

  public GrownText {
    around = List.copyOf(around);
  }

  /**
   * The difference of two pieces of HTML, as the Markdown renderer writes it.
   *
   * @return empty if more than text has come, or if it came elsewhere
   */
  public static Optional<GrownText> between(String before, String after) {
    Deque<String> around = new ArrayDeque<>();
    int end = innermostEnd(before, around);
    int more = after.length() - before.length();
    if (end <= 0
        || more <= 0
        || before.charAt(end - 1) == '>'
        || !PLAIN.containsAll(around)
        || !after.startsWith(before.substring(0, end))
        || !after.endsWith(before.substring(end))) {
      return Optional.empty();
    }
    String html = after.substring(end, end + more);
    return html.indexOf('<') < 0
        ? Optional.of(new GrownText(plain(html), List.copyOf(around)))
        : Optional.empty();
  }

  /** Where the closing tags begin that end a piece. */
  private static int innermostEnd(String html, Deque<String> around) {
    int end = html.length();
    while (end > 0) {
      int close = html.charAt(end - 1) == '\n' ? end - 1 : end;
      int open = html.lastIndexOf("</", close - 1);
      if (open < 0 || html.charAt(close - 1) != '>' || html.indexOf('>', open) != close - 1) {
        return end;
      }
      around.addLast(html.substring(open + 2, close - 1));
      end = open;
    }
    return 0;
  }

  /** The renderer escapes these four and nothing else. */
  private static String plain(String html) {
    return html.indexOf('&') < 0
        ? html
        : html.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
  }
}
