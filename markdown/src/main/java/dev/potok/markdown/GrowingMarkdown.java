package dev.potok.markdown;

import dev.potok.markdown.Frame.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.jspecify.annotations.Nullable;

/**
 * Markdown that is still being written: text is appended, and each time it tells which of the parts
 * that are shown are other ones than before.
 *
 * <p>CommonMark reads a text line by line, and what a line begins or ends depends on no later line.
 * So as soon as a whole line begins a new block, all before it is closed, but for the blocks that
 * it stands in: no later text changes its extent. Only what follows is parsed again when text is
 * appended, behind a few lines that open the same blocks around it (see {@link OpenPath}). The work
 * grows neither with the number of blocks nor with the items of a list, the blocks of a quote, the
 * rows of a table or the lines of a fence. Three things need care:
 *
 * <ul>
 *   <li>A line that is not whole may still become anything. It takes part in what is shown, not in
 *       what is closed. As long as it holds nothing but marks it is not shown either: the first
 *       dash of a list below a paragraph would make a heading of that.
 *   <li>A blank line in a list may make paragraphs of the texts of all its items, once.
 *   <li>A link reference definition works in the whole text. Those that are closed are given to
 *       everything that is parsed later and mentions them; closed pieces that mention one are
 *       rendered once more when it is closed itself. The same holds for footnotes.
 * </ul>
 *
 * <p>After {@link #finish} the parts together are what {@link MarkdownRenderer#render} makes of the
 * whole text. One thread.
 */
public final class GrowingMarkdown {

  /** What a line may begin with that tells what it is. */
  private static final String MARKS = "-=*+#>`~|:_.)0123456789$\\ \t";

  /** A line with more of them, in characters, is shown as what it is. */
  private static final int MAX_MARKS = 100;

  private final MarkdownRenderer renderer;
  private final PieceParser parser;
  private final StringBuilder source = new StringBuilder();
  private final Shown shown = Shown.document();

  /** Where the text begins that is parsed again, and what goes on there. */
  private int openStart;

  private OpenPath path = new OpenPath(List.of(Frame.document(shown)));

  /** What text stands in of whose blocks nothing is known. */
  private final OpenPath plainPath = new OpenPath(List.of(Frame.document(Shown.document())));

  /** The open text, if it is so long that it is shown in pieces. */
  private @Nullable LongText longText;

  /** The code that grows, if the innermost frame is a fence. */
  private @Nullable OpenFence fence;

  /** The end of the whole lines that were looked at for what they close. */
  private int checkedEnd;

  /** The closed pieces that mention a label, by the label's key. */
  private final Map<String, Set<ClosedPiece>> mentions = new HashMap<>();

  private boolean finished;

  /** An empty text. */
  public GrowingMarkdown(MarkdownRenderer renderer) {
    this.renderer = renderer;
    parser = new PieceParser(renderer);
  }

  /**
   * Takes the text's next characters, cut anywhere.
   *
   * @return what changes in what is shown, in this order
   * @throws IllegalStateException after {@link #finish}
   */
  public List<Edit> append(String text) {
    if (finished) {
      throw new IllegalStateException("the text is finished");
    }
    int known = source.length();
    source.append(text);
    List<Edit> edits = new ArrayList<>();
    int lineEnd = endOfWholeLines(known);
    boolean isNewLine = lineEnd > checkedEnd;
    checkedEnd = lineEnd;
    if (longText == null || !goOn(longText, isNewLine, edits)) {
      read(isNewLine, edits);
    }
    return List.copyOf(edits);
  }

  /** Reads all that is open. */
  private void read(boolean isNewLine, List<Edit> edits) {
    LongText before = longText;
    longText = null;
    int start = openStart;
    if (checkedEnd > openStart && (isNewLine || before != null)) {
      closeWithin(checkedEnd, edits);
    }
    if (fence != null) {
      closeBeginningOfLine(fence, edits);
    }
    Tail tail = parseShown();
    if (fence == null && beginsParagraph(tail)) {
      closeWithin(source.length(), edits);
      tail = parseShown();
    }
    if (isCode(tail) || source.length() - openStart <= LongText.LONG) {
      draw(parser.withEnds(tail), false, edits);
      return;
    }
    boolean isMistaken =
        before != null && source.length() < before.wholeAgainAt() && openStart == start;
    if (isMistaken || !goOn(longText(false), false, edits)) {
      goOn(longText(true), false, edits);
    }
  }

  /** Whether a text still belongs to the fence in which it stands. */
  private boolean isCode(Tail tail) {
    return fence != null && (fence.isInLine() || path.outermostChanged(tail.nodes()) < 0);
  }

  /** What is shown of the open text, parsed: without a line of which nothing can be said yet. */
  private Tail parseShown() {
    Tail tail = parse(openStart, endOfShown(openStart));
    if (checkedEnd >= openStart && OpenEnd.beginsFence(tail, checkedEnd - openStart)) {
      tail = parse(openStart, checkedEnd);
    }
    return tail;
  }

  private int endOfShown(int start) {
    return isOnlyMarks(source, checkedEnd) ? Math.max(start, checkedEnd) : source.length();
  }

  /**
   * Whether a line that is not whole begins a paragraph and is long: then it stays one, and closes
   * what is before it like a whole line.
   */
  private boolean beginsParagraph(Tail tail) {
    int line = checkedEnd - openStart;
    Node leaf = OpenEnd.leaf(tail);
    return line > 0
        && source.length() - checkedEnd > LongText.PIECE
        && (leaf instanceof Paragraph || leaf instanceof Heading)
        && OpenEnd.startOfLine(tail.all(), leaf) == tail.offset() + line;
  }

  /**
   * Begins to show a long text in pieces.
   *
   * @param isUnknown whether nothing is to be believed of its blocks
   */
  private LongText longText(boolean isUnknown) {
    int end = LongText.lastCut(source, openStart);
    Tail tail = parse(openStart, end);
    String inBlock = isUnknown ? null : LongText.standInFor(tail);
    String standIn = path.markdown() + (inBlock == null ? "" : inBlock);
    String html =
        inBlock == null
            ? null
            : LongText.standInHtml(parser.parts(parser.parse(path, standIn, "")));
    boolean isInPath = html != null;
    if (html == null) {
      standIn = String.valueOf(LongText.STAND_IN);
      html = LongText.lastHtml(parser.parts(parser.parse(plainPath, standIn, "")));
    }
    LongText text =
        new LongText(
            isInPath ? null : tail,
            standIn,
            html,
            LongText.lastHtml(parser.parts(tail)),
            end,
            source.length() + (source.length() - openStart) / 4,
            OpenEnd.isLine(OpenEnd.leaf(tail)));
    longText = text;
    return text;
  }

  /** Shows what is new of a long text; says whether that can be done without reading all. */
  private boolean goOn(LongText text, boolean isNewLine, List<Edit> edits) {
    if (text.isDue(source.length(), isNewLine)
        || (isNewLine && text.isInPath() && isClosed(parseRest(text, checkedEnd)))) {
      return false;
    }
    if (source.length() - text.restStart() > LongText.PIECE) {
      int end = LongText.lastCut(source, text.restStart());
      end = end > text.restStart() ? end : source.length();
      Tail tail = parseRest(text, end);
      if ((text.isInPath() && isClosed(tail)) || !text.show(parser.parts(tail))) {
        return false;
      }
      text.keep(end);
    }
    Tail tail = parser.withEnds(parseRest(text, endOfShown(text.restStart())));
    if (!text.show(parser.parts(tail))) {
      return false;
    }
    draw(text.drawn(tail), false, edits);
    return true;
  }

  private Tail parseRest(LongText text, int end) {
    String rest = source.substring(text.restStart(), Math.max(end, text.restStart()));
    return text.isInPath()
        ? parser.parse(path, text.standIn(), rest)
        : parser.parse(plainPath, text.standIn(), rest.replace('\n', ' ').replace('\r', ' '));
  }

  /** Whether a block has begun behind the long one. */
  private boolean isClosed(Tail tail) {
    int level = tail.path().outermostChanged(tail.nodes());
    return level < 0 || OpenEnd.of(tail, level).start() >= tail.offset();
  }

  /** The text is whole: everything is shown and closed. Harmless a second time. */
  public List<Edit> finish() {
    finished = true;
    longText = null;
    List<Edit> edits = new ArrayList<>();
    Tail tail = parse(openStart, source.length());
    draw(tail, true, edits);
    Frame all = Frame.document(shown);
    all.closed = shown.size();
    close(tail, source.length(), new OpenPath(List.of(all)), edits);
    return List.copyOf(edits);
  }

  /** What is shown of the text. */
  public List<Part> parts() {
    if (fence != null) {
      fence.complete();
    }
    return shown.parts();
  }

  /** How many characters were given to the parser so far: the measure of the work done. */
  long parsedCharacters() {
    return parser.parsedCharacters();
  }

  /**
   * The end of the last line whose end has come; a CR may be the first half of one.
   *
   * @param known how much of the text was there before
   */
  private int endOfWholeLines(int known) {
    for (int i = source.length() - 1; i >= Math.max(checkedEnd, known - 1); i--) {
      char c = source.charAt(i);
      if (c == '\n' || (c == '\r' && i + 1 < source.length())) {
        return i + 1;
      }
    }
    return checkedEnd;
  }

  /** Whether a line, the rest of a text, does not tell yet what it is. */
  private static boolean isOnlyMarks(CharSequence text, int start) {
    if (text.length() - start > MAX_MARKS) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (MARKS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private Tail parse(int start, int end) {
    return parser.parse(path, around(), source.substring(start, end));
  }

  /** The Markdown that opens the blocks around the open text. */
  private String around() {
    String line = fence != null && fence.isInLine() ? path.linePrefix() + LongText.STAND_IN : "";
    return path.markdown() + line;
  }

  /**
   * Shows what the open text has become.
   *
   * @param isWhole whether the last line is whole
   */
  private void draw(Tail tail, boolean isWhole, List<Edit> edits) {
    List<Frame> frames = path.frames();
    // From within, for a list that becomes loose is shown again with all that stands in it.
    for (int i = frames.size() - 1; i >= 0; i--) {
      Frame frame = frames.get(i);
      Node node = tail.nodes().get(i);
      if (node instanceof ListBlock list && !list.isTight()) {
        loosen(frame, path.path(i), edits);
      }
      if (node instanceof FencedCodeBlock code && fence != null) {
        boolean isInLine = tail.text().isEmpty() ? fence.isInLine() : !tail.endsWithLine();
        boolean isLineOpen = !isWhole && isInLine && OpenEnd.isOpen(code, tail);
        fence.show(fence.codeOf(code), isLineOpen, path.path(i), edits);
      } else {
        List<Part> parts = renderer.parts(path.added(i, node));
        if (longText != null) {
          parts = longText.in(parts);
        }
        frame.shown.show(frame.closed, parts, path.path(i), edits);
      }
    }
  }

  private void loosen(Frame frame, List<Integer> at, List<Edit> edits) {
    if (!frame.shownLoose) {
      frame.shownLoose = true;
      if (fence != null) {
        fence.complete();
      }
      frame.shown.loosen(frame.closed, at, edits);
    }
  }

  /** Closes what the whole lines leave behind. */
  private void closeWithin(int lineEnd, List<Edit> edits) {
    Tail tail = parse(openStart, lineEnd);
    int level = path.outermostChanged(tail.nodes());
    if (level < 0) {
      closeCode(tail, lineEnd, edits);
      return;
    }
    OpenEnd end = OpenEnd.of(tail, level);
    int cut = end.start() - tail.offset();
    if (cut <= 0) {
      return;
    }
    draw(tail, true, edits);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i <= level; i++) {
      Frame frame = path.frames().get(i).copy();
      frame.loose |= tail.nodes().get(i) instanceof ListBlock list && !list.isTight();
      frames.add(frame);
    }
    for (Node node : end.around()) {
      Frame around = frames.getLast();
      around.closed = around.shown.size();
      Frame frame = Frame.of(node, around.shown.last());
      frame.loose = node instanceof ListBlock list && !list.isTight();
      frame.shownLoose = frame.loose;
      frames.add(frame);
    }
    Frame innermost = frames.getLast();
    innermost.closed = innermost.shown.size() - end.shownAfterStart();
    findBlankLines(tail, cut, frames, end.nodes());
    OpenPath next = new OpenPath(frames);
    if (next.isExact()) {
      close(tail, openStart + cut, next, edits);
      if (innermost.kind == Kind.FENCE && end.nodes().getLast() instanceof FencedCodeBlock code) {
        fence = new OpenFence(renderer, innermost.shown, code);
      }
    }
  }

  /** Closes the whole lines of a fence that stays open. */
  private void closeCode(Tail tail, int lineEnd, List<Edit> edits) {
    if (fence == null
        || !(tail.nodes().getLast() instanceof FencedCodeBlock code)
        || !OpenEnd.canGoOn(code, tail)) {
      return;
    }
    draw(tail, true, edits);
    fence.closeLines();
    openStart = lineEnd;
    if (hasBlankLine(code.getLiteral())) {
      forgetBlankLines(path.frames());
      path = new OpenPath(path.frames());
    }
  }

  /** Closes the beginning of a long line of code: whatever comes, it is code. */
  private void closeBeginningOfLine(OpenFence code, List<Edit> edits) {
    int end = source.length();
    char last = end == 0 ? ' ' : source.charAt(end - 1);
    end -= last == '\r' || Character.isHighSurrogate(last) ? 1 : 0;
    if (checkedEnd > openStart || end - openStart <= LongText.LONG) {
      return;
    }
    Tail tail = parse(openStart, end);
    if (tail.nodes().getLast() instanceof FencedCodeBlock block && OpenEnd.isOpen(block, tail)) {
      draw(tail, false, edits);
      code.closeBeginningOfLine();
      openStart = end;
    }
  }

  /** A blank line in code is none for the lists around it, and they forget the one before. */
  private static void forgetBlankLines(List<Frame> frames) {
    for (Frame frame : frames) {
      frame.afterBlank = false;
    }
  }

  /**
   * Finds the items in which a blank line waits for what follows it. Only the parser knows: it is
   * asked what a block in each of them would make of its list.
   */
  private void findBlankLines(Tail tail, int cut, List<Frame> frames, List<Node> nodes) {
    int end = cut;
    if (nodes.getLast() instanceof FencedCodeBlock code) {
      end = OpenEnd.startOfLine(tail.all(), code) - tail.offset();
    }
    if (hasBlankLine(tail.text().substring(0, end))) {
      String probe = new OpenPath(frames).probe();
      Node probed = parser.parse(tail.before() + tail.text().substring(0, end) + probe);
      for (int i = 1; i < nodes.size(); i++) {
        probed = OpenEnd.sameChild(nodes.get(i), probed);
        if (frames.get(i).kind == Kind.LIST && i + 1 < frames.size()) {
          frames.get(i + 1).afterBlank = probed instanceof ListBlock list && !list.isTight();
        }
        if (probed == null) {
          break;
        }
      }
    }
    if (nodes.getLast() instanceof FencedCodeBlock code && hasBlankLine(code.getLiteral())) {
      forgetBlankLines(frames);
    }
  }

  private static boolean hasBlankLine(String text) {
    boolean isBlank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLineEnd(text, i)) {
        if (isBlank) {
          return true;
        }
        // The second half of a line end ends no other line.
        i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
        isBlank = true;
      } else if (c != ' ' && c != '\t' && c != '>') {
        isBlank = false;
      }
    }
    return false;
  }

  private static boolean isLineEnd(String text, int index) {
    return text.charAt(index) == '\n' || text.charAt(index) == '\r';
  }

  /** Closes the text up to an end. */
  private void close(Tail tail, int end, OpenPath next, List<Edit> edits) {
    Set<String> mentioned = LinkDefinitions.mentionedIn(source.substring(openStart, end));
    int notesBefore = parser.notes();
    Set<String> defined = parser.close(tail, end - openStart);
    int readEnd = openStart + tail.text().length();
    ClosedPiece piece =
        new ClosedPiece(openStart, readEnd, path, around(), next.innermost(), notesBefore);
    if (fence != null) {
      fence.complete();
      fence = null;
    }
    openStart = end;
    path = next;
    renderAgain(defined, edits);
    for (String key : mentioned) {
      mentions.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(piece);
    }
  }

  /** Renders the closed pieces again that mention what has been defined only now. */
  private void renderAgain(Set<String> defined, List<Edit> edits) {
    Set<ClosedPiece> pieces = new LinkedHashSet<>();
    for (String key : defined) {
      pieces.addAll(mentions.getOrDefault(key, Set.of()));
    }
    for (ClosedPiece piece : pieces) {
      String text = source.substring(piece.start, piece.readEnd);
      Tail tail = parser.parse(piece.path, piece.around, text, piece.notesBefore);
      for (int i = 0; i < tail.nodes().size(); i++) {
        Frame frame = piece.path.frames().get(i);
        List<Part> parts = renderer.parts(piece.path.added(i, tail.nodes().get(i)));
        frame.shown.refresh(frame.closed, parts, piece.last, piece.path.path(i), edits);
      }
    }
  }
}
