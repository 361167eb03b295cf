package dev.potok.markdown;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Markdown that is still being written: text is appended, and each time it tells which of the
 * top-level blocks are other ones than before.
 *
 * <p>CommonMark reads a text line by line, and what a line begins or ends depends on no later line.
 * So as soon as a whole line begins a new top-level block, all blocks before it are closed: no
 * later text changes their extent. Only what follows is parsed again when text is appended, and the
 * work does not grow with the number of blocks. Nor does it with the lines of a fenced code block,
 * the only one that gets long: an {@link OpenFence} follows it without the parser. Two things need
 * care:
 *
 * <ul>
 *   <li>A line that is not whole may still become anything. It takes part in what is shown, not in
 *       what is closed. As long as it holds nothing but marks it is not shown either: the first
 *       dash of a list below a paragraph would make a heading of that.
 *   <li>A link reference definition works in the whole text. Those that are closed are given to
 *       everything that is parsed later and mentions them; closed blocks that mention one are
 *       rendered once more when it is closed itself.
 * </ul>
 *
 * <p>After {@link #finish} the blocks together are what {@link MarkdownRenderer#render} makes of
 * the whole text. One thread.
 */
public final class GrowingMarkdown {

  /** What a line may begin with that tells what it is. */
  private static final String MARKS = "-=*+#>`~|:_.)0123456789 \t";

  /**
   * Which blocks are other ones than before.
   *
   * @param firstChangedBlock the index of the first of them; all before it stay as they are
   * @param blocks the HTML of every block from there on; what was shown beyond the last goes
   * @param grownCode what comes to the end of the code that the last block then is, as plain text.
   *     Unlike in the HTML, a line that is not whole has no line feed there
   */
  public record Change(int firstChangedBlock, List<String> blocks, String grownCode) {

    public Change {
      blocks = List.copyOf(blocks);
    }

    /** A change that makes no code grow. */
    Change(int firstChangedBlock, List<String> blocks) {
      this(firstChangedBlock, blocks, "");
    }
  }

  /** A stretch of the text that is closed, and the blocks that it gave. */
  private record Stretch(int start, int end, int firstBlock, int blockCount) {}

  private final MarkdownRenderer renderer;
  private final StringBuilder source = new StringBuilder();
  private final LinkDefinitions definitions = new LinkDefinitions();

  /** The HTML of every block, as it was told; without what an open fence has grown by since. */
  private final List<String> blocks = new ArrayList<>();

  /** Where the text begins that is not closed, and how many blocks there are before it. */
  private int openStart;

  private int closedBlocks;

  /** The end of the whole lines that were looked at for what they close. */
  private int checkedEnd;

  /** The closed stretches that mention a label, by the label's key. */
  private final Map<String, List<Stretch>> mentions = new HashMap<>();

  /** The open block, as long as it is a fence that can be followed without the parser. */
  private @Nullable OpenFence fence;

  private boolean finished;
  private long parsedCharacters;

  /** An empty text. */
  public GrowingMarkdown(MarkdownRenderer renderer) {
    this.renderer = renderer;
  }

  /**
   * Takes the text's next characters, cut anywhere.
   *
   * @throws IllegalStateException after {@link #finish}
   */
  public Change append(String text) {
    if (finished) {
      throw new IllegalStateException("the text is finished");
    }
    source.append(text);
    Optional<String> code = follow(text);
    if (code.isPresent()) {
      checkedEnd = endOfWholeLines();
      return new Change(blocks.size(), List.of(), code.get());
    }
    Update update = new Update();
    int lineEnd = endOfWholeLines();
    if (lineEnd > checkedEnd) {
      checkedEnd = lineEnd;
      closeWithin(lineEnd, update);
    }
    code = follow(source.substring(lineEnd));
    int end = fence == null ? endOfShown(lineEnd) : lineEnd;
    update.addAll(renderer.blocks(parse(source.substring(openStart, end))));
    return update.apply(code.orElse(""));
  }

  /** What the open fence grows by, if there is one and it stays open. */
  private Optional<String> follow(String text) {
    if (fence == null) {
      return Optional.empty();
    }
    Optional<String> code = fence.append(text);
    if (code.isEmpty()) {
      fence = null;
    }
    return code;
  }

  /** The text is whole: everything is shown and closed. Harmless a second time. */
  public Change finish() {
    finished = true;
    fence = null;
    Update update = new Update();
    String open = source.substring(openStart);
    close(upTo(parse(open).getLastChild()), source.length(), mentionedIn(open), update);
    return update.apply("");
  }

  /** The HTML of every block. */
  public List<String> blocks() {
    List<String> all = new ArrayList<>(blocks);
    if (fence != null) {
      String code = source.substring(openStart, endOfShown(checkedEnd));
      all.set(all.size() - 1, renderer.render(code));
    }
    return List.copyOf(all);
  }

  /** How many characters were given to the parser so far: the measure of the work done. */
  long parsedCharacters() {
    return parsedCharacters;
  }

  /** The end of the last line whose end has come; a CR may be the first half of one. */
  private int endOfWholeLines() {
    for (int i = source.length() - 1; i >= checkedEnd; i--) {
      char c = source.charAt(i);
      if (c == '\n' || (c == '\r' && i + 1 < source.length())) {
        return i + 1;
      }
    }
    return checkedEnd;
  }

  private int endOfShown(int lineEnd) {
    return isOnlyMarks(source, lineEnd) ? lineEnd : source.length();
  }

  /** Whether a line, the rest of a text, does not tell yet what it is. */
  static boolean isOnlyMarks(CharSequence text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (MARKS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private Node parse(String text) {
    return parse(definitions.preambleFor(text), text);
  }

  private Node parse(String preamble, String text) {
    parsedCharacters += preamble.length() + text.length();
    return renderer.parse(preamble + text);
  }

  /** Closes the blocks that the whole lines leave behind. */
  private void closeWithin(int lineEnd, Update update) {
    String lines = source.substring(openStart, lineEnd);
    String preamble = definitions.preambleFor(lines);
    String text = preamble + lines;
    Node open = parse(preamble, lines).getLastChild();
    while (open != null && isOfOneParagraph(open.getPrevious(), open)) {
      open = open.getPrevious();
    }
    int cut = open == null ? 0 : startOfLine(text, open) - preamble.length();
    if (open != null && cut > 0) {
      List<Node> closed = upTo(open.getPrevious());
      close(closed, openStart + cut, mentionedIn(lines.substring(0, cut)), update);
    }
    if (open instanceof FencedCodeBlock code && code.getNext() == null) {
      fence = OpenFence.of(code).orElse(null);
    }
  }

  /**
   * Whether a definition stands right above a block: they are one paragraph as long as that grows,
   * and its next line may turn out to belong to the definition.
   */
  private static boolean isOfOneParagraph(@Nullable Node previous, Node block) {
    return previous instanceof LinkReferenceDefinition
        && lastLine(previous) + 1 >= firstLine(block);
  }

  private static int firstLine(Node block) {
    List<SourceSpan> spans = block.getSourceSpans();
    return spans.isEmpty() ? 0 : spans.getFirst().getLineIndex();
  }

  private static int lastLine(Node block) {
    List<SourceSpan> spans = block.getSourceSpans();
    return spans.isEmpty() ? Integer.MAX_VALUE - 1 : spans.getLast().getLineIndex();
  }

  private static int startOfLine(String text, Node block) {
    List<SourceSpan> spans = block.getSourceSpans();
    int start = spans.isEmpty() ? 0 : spans.getFirst().getInputIndex();
    while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
      start--;
    }
    return start;
  }

  private static Set<String> mentionedIn(String text) {
    return LinkDefinitions.mentionedIn(text);
  }

  /** A node and those before it, in the order of the text. */
  private static List<Node> upTo(@Nullable Node last) {
    List<Node> nodes = new ArrayList<>();
    for (Node node = last; node != null; node = node.getPrevious()) {
      nodes.add(node);
    }
    return nodes.reversed();
  }

  /** Closes the text up to an end, and with it the nodes that it gave. */
  private void close(List<Node> nodes, int end, Set<String> mentioned, Update update) {
    Set<String> defined = new LinkedHashSet<>();
    List<String> closed = new ArrayList<>();
    for (Node node : nodes) {
      definitions.collect(node, defined);
      renderer.block(node).ifPresent(closed::add);
    }
    update.addAll(closed);
    renderAgain(defined, update);
    Stretch stretch = new Stretch(openStart, end, closedBlocks, closed.size());
    for (String key : mentioned) {
      mentions.computeIfAbsent(key, _ -> new ArrayList<>()).add(stretch);
    }
    openStart = end;
    closedBlocks += closed.size();
  }

  /** Renders the closed stretches again that mention what has been defined only now. */
  private void renderAgain(Set<String> defined, Update update) {
    Set<Integer> starts = new TreeSet<>();
    for (String key : defined) {
      for (Stretch stretch : mentions.getOrDefault(key, List.of())) {
        if (starts.add(stretch.start())) {
          String text = source.substring(stretch.start(), stretch.end());
          update.replace(stretch.firstBlock(), renderer.blocks(parse(text)));
        }
      }
    }
  }

  /** What becomes of the blocks from the first that is touched on. */
  private final class Update {
    private int first = closedBlocks;
    private final List<String> next = new ArrayList<>();

    void addAll(List<String> html) {
      next.addAll(html);
    }

    /** Replaces blocks that were closed before. */
    void replace(int index, List<String> html) {
      if (index < first) {
        next.addAll(0, blocks.subList(index, first));
        first = index;
      }
      for (int i = 0; i < html.size(); i++) {
        next.set(index - first + i, html.get(i));
      }
    }

    Change apply(String grownCode) {
      int same = 0;
      while (same < next.size()
          && first + same < blocks.size()
          && blocks.get(first + same).equals(next.get(same))) {
        same++;
      }
      List<String> changed = next.subList(same, next.size());
      blocks.subList(first + same, blocks.size()).clear();
      blocks.addAll(changed);
      return new Change(first + same, changed, grownCode);
    }
  }
}
