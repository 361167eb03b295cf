package dev.potok.markdown;

import dev.potok.markdown.Edit.Growth;
import dev.potok.markdown.Edit.Splice;
import dev.potok.markdown.Part.Leaf;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;

/** A fenced code block that grows: what has been read of its code, and how much of it was told. */
final class OpenFence {
  private final MarkdownRenderer renderer;
  private final Shown shown;

  /** The block as it began, with its language. */
  private final FencedCodeBlock block;

  /** The code of the whole lines that are not parsed any more. */
  private final StringBuilder closed = new StringBuilder();

  /** The code after that, and what was told of it. */
  private String open = "";

  private String told = "";

  /** Whether the beginning of a line is closed. */
  private boolean inLine;

  OpenFence(MarkdownRenderer renderer, Shown shown, FencedCodeBlock block) {
    this.renderer = renderer;
    this.shown = shown;
    this.block = block;
    closed.append(block.getLiteral());
  }

  /**
   * What the code is now after the lines that are closed.
   *
   * @param path where the code stands
   * @param isLineOpen whether the last line may still grow
   */
  void show(String code, boolean isLineOpen, List<Integer> path, List<Edit> edits) {
    open = code;
    boolean isCut = isLineOpen && code.endsWith("\n");
    String next = isCut ? code.substring(0, code.length() - 1) : code;
    if (next.startsWith(told)) {
      if (next.length() > told.length()) {
        edits.add(new Growth(path, next.substring(told.length())));
      }
    } else {
      List<Integer> around = path.subList(0, path.size() - 1);
      edits.add(new Splice(around, path.getLast(), 1, List.of(new Leaf(html(), false))));
    }
    told = next;
  }

  /** The code that is shown stays code, whatever comes. */
  void closeLines() {
    closed.append(open);
    inLine = false;
    open = "";
    told = "";
  }

  /** The same for a line that is not whole. */
  void closeBeginningOfLine() {
    closed.append(told);
    inLine = true;
    open = "";
    told = "";
  }

  /** Whether what is parsed next goes on with a line, behind a stand-in for its beginning. */
  boolean isInLine() {
    return inLine;
  }

  /** The code that was parsed, without the stand-in. */
  String codeOf(FencedCodeBlock parsed) {
    return parsed.getLiteral().substring(inLine ? 1 : 0);
  }

  /** Lets the shown leaf know all of its HTML, which is built only here. */
  void complete() {
    shown.isShownAs(html());
  }

  private String html() {
    return renderer.code(block, closed + open);
  }
}
