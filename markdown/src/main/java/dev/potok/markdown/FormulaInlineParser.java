package dev.potok.markdown;

import java.util.Set;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/** Finds formulas in lines of text. What is none is left to the other parsers, and is text. */
final class FormulaInlineParser implements InlineContentParser {

  /** Makes one for each text. */
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

  private FormulaInlineParser() {}

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    String before = new StringBuilder().appendCodePoint(scanner.peekPreviousCodePoint()).toString();
    Position start = scanner.position();
    String ahead = before + ahead(scanner);
    FormulaMark mark = FormulaMark.at(ahead, before.length());
    if (mark == null) {
      return ParsedInline.none();
    }
    int from = before.length() + mark.start().length();
    int end = mark.endIn(ahead, from);
    if (end < 0) {
      return ParsedInline.none();
    }
    scanner.setPosition(start);
    int length = end + mark.end().length() - before.length();
    for (int i = 0; i < length; i++) {
      scanner.next();
    }
    Formula formula = new Formula(ahead.substring(from, end).strip(), mark.isDisplayed());
    return ParsedInline.of(formula, scanner.position());
  }

  /** As much of the text as a formula may be long, with its marks and a character behind it. */
  private static String ahead(Scanner scanner) {
    StringBuilder text = new StringBuilder();
    while (scanner.hasNext() && text.length() < FormulaMark.MAX_LENGTH + 5) {
      text.append(scanner.peek());
      scanner.next();
    }
    return text.toString();
  }
}
