package dev.potok.markdown;

import org.commonmark.node.Block;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.jspecify.annotations.Nullable;

/**
 * Reads a formula that is a block of its own: it begins a line and ends one. The comma or full stop
 * of the sentence may stand behind its second mark, where it is read as the end of the formula,
 * which is where TeX has it. A blank line ends the block too, as in TeX, so that a mark without a
 * second one takes no more of a text than its paragraph.
 */
final class FormulaBlockParser extends AbstractBlockParser {

  /** As many spaces before a line make code of it. */
  private static final int CODE_INDENT = 4;

  /** Knows the lines by which such a block begins. */
  static final class Factory extends AbstractBlockParserFactory {

    @Override
    public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
      CharSequence line = state.getLine().getContent();
      int start = state.getNextNonSpaceIndex();
      if (state.getIndent() >= CODE_INDENT || start >= line.length()) {
        return BlockStart.none();
      }
      FormulaMark mark = FormulaMark.at(line.subSequence(start, line.length()), 0);
      if (mark == null || !mark.isDisplayed() || !begins(mark, line, start)) {
        return BlockStart.none();
      }
      return BlockStart.of(new FormulaBlockParser(mark)).atIndex(start + mark.start().length());
    }

    /** Nothing but the formula may stand in its line; a bracket is taken for one only if alone. */
    private static boolean begins(FormulaMark mark, CharSequence line, int start) {
      String rest = line.subSequence(start + mark.start().length(), line.length()).toString();
      int end = rest.indexOf(mark.end());
      if (end < 0) {
        return mark == FormulaMark.DOLLARS ? rest.indexOf('`') < 0 : rest.strip().isEmpty();
      }
      return end > 0 && rest.substring(end + mark.end().length()).strip().isEmpty();
    }
  }

  /** What may stand behind the second mark. */
  private static final String PUNCTUATION = ".,;:!?";

  private final FormulaBlock block;
  private final StringBuilder tex = new StringBuilder();
  private boolean begun;
  private boolean closed;

  private FormulaBlockParser(FormulaMark mark) {
    block = new FormulaBlock(mark);
  }

  @Override
  public Block getBlock() {
    return block;
  }

  @Override
  public @Nullable BlockContinue tryContinue(ParserState state) {
    return closed || state.isBlank()
        ? BlockContinue.none()
        : BlockContinue.atIndex(state.getIndex());
  }

  @Override
  public void addLine(SourceLine line) {
    String text = line.getContent().toString();
    String whole = text.stripTrailing();
    int behind = whole.length();
    while (behind > 0 && PUNCTUATION.indexOf(whole.charAt(behind - 1)) >= 0) {
      behind--;
    }
    String end = block.mark().end();
    int inside = behind - end.length();
    // In the page, TeaVM's startsWith takes no index before the text.
    closed = inside >= 0 && whole.startsWith(end, inside);
    if (begun) {
      tex.append('\n');
    }
    begun = true;
    tex.append(
        closed ? whole.substring(0, inside).stripTrailing() + whole.substring(behind) : text);
  }

  @Override
  public void closeBlock() {
    block.end(tex.toString(), closed);
  }
}
