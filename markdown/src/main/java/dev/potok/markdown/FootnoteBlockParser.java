package dev.potok.markdown;

import org.commonmark.node.Block;
import org.commonmark.node.Document;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.jspecify.annotations.Nullable;

/**
 * Reads a footnote, {@code [^label]: text}. It begins at the very beginning of a line, in no other
 * block, and may interrupt a paragraph; lines that are indented by four columns go on with it, and
 * it may hold all blocks but another footnote.
 *
 * <p>commonmark-java's own extension is not used: to it a reference is one only if the footnote
 * stands in the same parse, while a growing text is parsed in pieces that know of each other's
 * footnotes nothing but the label.
 */
final class FootnoteBlockParser extends AbstractBlockParser {

  /** By as many columns a line is indented that goes on with a footnote. */
  private static final int INDENT = 4;

  /** Knows the lines by which a footnote begins. */
  static final class Factory extends AbstractBlockParserFactory {

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
      CharSequence line = state.getLine().getContent();
      if (state.getIndex() != 0
          || line.isEmpty()
          || line.charAt(0) != '['
          || !isInDocument(matched.getMatchedBlockParser().getBlock())) {
        return BlockStart.none();
      }
      int end = 1;
      while (end < line.length() && line.charAt(end) != ']') {
        end++;
      }
      CharSequence label = line.subSequence(1, end);
      int text = end + 2;
      if (text > line.length() || line.charAt(end + 1) != ':' || !FootnoteLabel.is(label)) {
        return BlockStart.none();
      }
      return BlockStart.of(new FootnoteBlockParser(label.toString())).atIndex(text);
    }

    /** A paragraph is interrupted and a list is over: what counts is what they stand in. */
    private static boolean isInDocument(Block block) {
      boolean isOver = block instanceof Paragraph || block instanceof ListBlock;
      return (isOver ? block.getParent() : block) instanceof Document;
    }
  }

  private final FootnoteBlock block;

  private FootnoteBlockParser(String label) {
    block = new FootnoteBlock(label);
  }

  @Override
  public Block getBlock() {
    return block;
  }

  @Override
  public boolean isContainer() {
    return true;
  }

  @Override
  public boolean canContain(Block child) {
    return !(child instanceof FootnoteBlock);
  }

  @Override
  public @Nullable BlockContinue tryContinue(ParserState state) {
    if (state.isBlank()) {
      return BlockContinue.atIndex(state.getNextNonSpaceIndex());
    }
    return state.getIndent() < INDENT
        ? BlockContinue.none()
        : BlockContinue.atColumn(state.getColumn() + INDENT);
  }
}
