package dev.potok.markdown;

import java.util.Set;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * Finds formulas in the text of one block. What is none is left to the other parsers, and is text.
 * The text is read once, at the first mark, however many follow.
 */
final class FormulaInlineParser implements InlineContentParser {

  /** Makes one for each block. */
  static final class Factory implements InlineContentParserFactory {

    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('$', '\\');
    }

    @Override
    public InlineContentParser create() {
      return new FormulaInlineParser();
    }
  }

  /** The block's text from the character before its first mark on. */
  private String text = "";

  private FormulaEnds ends = new FormulaEnds("");

  /** The last mark that was looked at, and where in the text it stands. */
  private @Nullable Position last;

  private int offset;
  private long steps;

  /** How many characters were read or looked at: the measure of the work done. */
  long steps() {
    return steps + ends.steps();
  }

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    Position here = scanner.position();
    goTo(here, scanner);
    FormulaMark mark = FormulaMark.at(text, offset);
    if (mark == null) {
      return ParsedInline.none();
    }
    int from = offset + mark.start().length();
    int end = ends.endOf(mark, from);
    if (end < 0) {
      return ParsedInline.none();
    }
    int length = end + mark.end().length() - offset;
    for (int i = 0; i < length; i++) {
      scanner.next();
    }
    steps += length;
    Formula formula = new Formula(mark, text.substring(from, end).strip());
    return ParsedInline.of(formula, scanner.position());
  }

  /** Finds the place of a mark in the text. */
  private void goTo(Position here, Scanner scanner) {
    Position before = last;
    if (before == null) {
      read(scanner);
      scanner.setPosition(here);
    } else {
      int passed = scanner.getSource(before, here).getContent().length();
      offset += passed;
      steps += passed;
    }
    last = here;
  }

  private void read(Scanner scanner) {
    StringBuilder all = new StringBuilder().appendCodePoint(scanner.peekPreviousCodePoint());
    offset = all.length();
    while (scanner.hasNext()) {
      all.append(scanner.peek());
      scanner.next();
    }
    text = all.toString();
    steps += text.length();
    ends = new FormulaEnds(text);
  }
}
