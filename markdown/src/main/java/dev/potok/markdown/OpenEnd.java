package dev.potok.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.jspecify.annotations.Nullable;

/**
 * The last block of whole lines, which alone may still grow.
 *
 * @param start where its first line begins in what was parsed
 * @param around the blocks that it stands in and that began in earlier lines, from the outermost in
 * @param nodes the same behind those that were open before
 * @param shownAfterStart how many parts the innermost of them shows from there on
 */
record OpenEnd(int start, List<Node> around, List<Node> nodes, int shownAfterStart) {

  /** The last block among those that were added to an open one. */
  static OpenEnd of(Tail tail, int level) {
    String text = tail.all();
    List<Node> chain = new ArrayList<>();
    Node node = lastChild(tail.nodes().get(level));
    while (isContainer(node) && MarkdownRenderer.shows(node.getLastChild())) {
      chain.add(node);
      node = node.getLastChild();
    }
    node = beginningOfParagraph(node);
    int start;
    if (node instanceof FencedCodeBlock code && canGoOn(code, tail)) {
      chain.add(node);
      start = text.length();
    } else {
      if (node instanceof TableBlock table) {
        if (MarkdownRenderer.rowsOf(table) != null) {
          chain.add(table);
          node = lastChild(table);
        } else if (table.getPrevious() instanceof Paragraph above
            && isDirectlyAbove(above, table)) {
          node = beginningOfParagraph(above);
        }
      }
      start = startOfLine(text, node);
    }
    List<Node> around = new ArrayList<>();
    for (Node each : chain) {
      if (startOfLine(text, each) < start) {
        around.add(each);
      }
    }
    List<Node> nodes = new ArrayList<>(tail.nodes().subList(0, level + 1));
    nodes.addAll(around);
    return new OpenEnd(start, around, nodes, shownFrom(start, text, nodes.getLast()));
  }

  private static int shownFrom(int start, String text, Node parent) {
    int shown = 0;
    @Nullable Node child = lastChild(parent);
    while (child != null && startOfLine(text, child) >= start) {
      shown += MarkdownRenderer.shows(child) ? 1 : 0;
      child = child.getPrevious();
    }
    return shown;
  }

  /** The last child, of a table the last row. */
  private static Node lastChild(Node node) {
    return node instanceof TableBlock ? node.getLastChild().getLastChild() : node.getLastChild();
  }

  private static boolean isContainer(Node node) {
    return (node instanceof BlockQuote || node instanceof ListBlock || node instanceof ListItem)
        && node.getLastChild() != null;
  }

  /**
   * A definition and the text below it are one paragraph as long as that grows, and its next line
   * may turn out to belong to the definition. One that is above another is whole.
   */
  private static Node beginningOfParagraph(Node node) {
    return !(node instanceof LinkReferenceDefinition)
            && node.getPrevious() instanceof LinkReferenceDefinition above
            && isDirectlyAbove(above, node)
        ? above
        : node;
  }

  private static boolean isDirectlyAbove(Node above, Node node) {
    List<SourceSpan> spans = above.getSourceSpans();
    return spans.isEmpty() || spans.getLast().getLineIndex() + 1 >= firstLine(node);
  }

  private static int firstLine(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? 0 : spans.getFirst().getLineIndex();
  }

  /** Where the first line of a node begins. */
  static int startOfLine(String text, Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    int start = spans.isEmpty() ? 0 : spans.getFirst().getInputIndex();
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    return start;
  }

  /** Where in a tail the text begins that its last line goes on with; -1 if that is none. */
  static int startOfOpenText(Tail tail) {
    String all = tail.all();
    Node node = leaf(tail);
    List<SourceSpan> spans = node.getSourceSpans();
    boolean isText =
        node instanceof Paragraph || node instanceof Heading || node instanceof TableRow;
    if (!isText || spans.isEmpty()) {
      return -1;
    }
    SourceSpan last = spans.getLast();
    int end = last.getInputIndex() + last.getLength();
    boolean mayGo = node instanceof Paragraph ? lines(all, end) <= 1 : end == all.length();
    int start = spans.getFirst().getInputIndex();
    if (node instanceof TableRow) {
      start = Math.max(start, all.lastIndexOf('|') + 1);
    }
    boolean isIn = start >= tail.offset() || tail.isBehindStandIn();
    return mayGo && isIn ? Math.max(0, start - tail.offset()) : -1;
  }

  /** The innermost of the last blocks. */
  static Node leaf(Tail tail) {
    Node node = tail.document();
    while (isBlock(node.getLastChild())) {
      node = node.getLastChild();
    }
    return node;
  }

  /** Whether a block ends with its line, whatever comes. */
  static boolean isLine(Node leaf) {
    return leaf instanceof Heading || leaf instanceof TableRow;
  }

  /** A table has its rows in nodes that are none. */
  private static boolean isBlock(@Nullable Node node) {
    return node instanceof Block || node instanceof TableBody || node instanceof TableRow;
  }

  /** Whether a line that is not whole begins a fence; its language is not known yet. */
  static boolean beginsFence(Tail tail, int line) {
    Node node = tail.document();
    while (node.getLastChild() instanceof Block child) {
      node = child;
    }
    return node instanceof FencedCodeBlock && startOfLine(tail.all(), node) >= tail.offset() + line;
  }

  /**
   * Whether the lines of a fence need not be parsed again. A blank line still counts for the lists
   * around it, if the next one is an item.
   */
  static boolean canGoOn(FencedCodeBlock code, Tail tail) {
    String literal = code.getLiteral();
    int lastLine = literal.lastIndexOf('\n', literal.length() - 2) + 1;
    boolean endsBlank = !literal.isEmpty() && literal.substring(lastLine).strip().isEmpty();
    return !endsBlank && isOpen(code, tail);
  }

  /** Whether the next line may be code: the fence is open, and so is all that it stands in. */
  static boolean isOpen(FencedCodeBlock code, Tail tail) {
    return code.getClosingFenceLength() == null
        && code.getNext() == null
        && lines(tail.all(), startOfLine(tail.all(), code)) == 1 + lines(code.getLiteral(), 0);
  }

  private static int lines(String text, int from) {
    int lines = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isFirstHalf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if ((c == '\n' || c == '\r') && !isFirstHalf) {
        lines++;
      } else if (i == text.length() - 1) {
        lines++;
      }
    }
    return lines;
  }

  /** The child of a node that stands where a child does in its own parent. */
  static @Nullable Node sameChild(Node child, Node other) {
    Node same = other.getFirstChild();
    Node node = child.getPrevious();
    while (node != null && same != null) {
      node = node.getPrevious();
      same = same.getNext();
    }
    return same;
  }
}
