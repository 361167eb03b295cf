package dev.potok.markdown;

import java.util.List;
import org.commonmark.node.Node;

/**
 * The open end of a growing text, parsed.
 *
 * @param path what was open before it
 * @param before the Markdown that was put before it
 * @param text the end itself
 * @param document what both are together
 * @param nodes the blocks that were open before the text, from the document in
 */
record Tail(OpenPath path, String before, String text, Node document, List<Node> nodes) {

  /** Where the text begins in what was parsed. */
  int offset() {
    return before.length();
  }

  /** Whether the last line is whole; there may be none. */
  boolean endsWithLine() {
    return text.isEmpty() || text.endsWith("\n") || text.endsWith("\r");
  }

  /** What was parsed. */
  String all() {
    return before + text;
  }

  /** Whether the text goes on with a block of which only a stand-in was parsed. */
  boolean isBehindStandIn() {
    return !before.isEmpty() && before.charAt(before.length() - 1) == LongText.STAND_IN;
  }
}
