package dev.potok.markdown;

import java.util.Set;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.LinkInfo;
import org.commonmark.parser.beta.LinkProcessor;
import org.commonmark.parser.beta.LinkResult;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the work that one block's text can make. commonmark-java goes through the brackets that
 * are open for each link, copies all that an image without a target holds, and may compare a mark
 * of emphasis with every open one: with many of them the work grows with the square of the text's
 * length. Only the first so many have a meaning here; what is behind them is text.
 *
 * <p>For the blocks of one document, one after the other: a parser asks for what reads the text of
 * a block when that begins.
 */
final class InlineLimits implements InlineContentParserFactory, InlineContentParser, LinkProcessor {

  /** So many runs of {@code *}, {@code _} and {@code ~} in a block's text may be emphasis. */
  static final int MAX_RUNS = 4_000;

  /** A link or an image has so many opening brackets before it in a block's text at most. */
  static final int MAX_BRACKETS = 1_000;

  /** For as many brackets an image without a target counts if its text is too long for a label. */
  static final int LONG_IMAGE = 100;

  private int runs;
  private int brackets;

  /** Up to here the brackets are counted. */
  private @Nullable Position counted;

  @Override
  public Set<Character> getTriggerCharacters() {
    return Set.of('*', '_', '~');
  }

  @Override
  public InlineContentParser create() {
    runs = 0;
    brackets = 0;
    counted = null;
    return this;
  }

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    runs++;
    if (runs <= MAX_RUNS) {
      return ParsedInline.none();
    }
    Scanner scanner = state.scanner();
    char mark = scanner.peek();
    int length = scanner.matchMultiple(mark);
    return ParsedInline.of(new Text(String.valueOf(mark).repeat(length)), scanner.position());
  }

  @Override
  public LinkResult process(LinkInfo link, Scanner scanner, InlineParserContext context) {
    Position start = counted;
    brackets +=
        start == null
            ? bracketsUpTo(link.openingBracket())
            : bracketsIn(scanner.getSource(start, link.afterTextBracket()).getContent());
    counted = link.afterTextBracket();
    if (isImageWithoutTarget(link) && !mayBeLabel(link.openingBracket())) {
      brackets += LONG_IMAGE;
    }
    return brackets <= MAX_BRACKETS ? LinkResult.none() : text(link, scanner);
  }

  private static int bracketsUpTo(Text bracket) {
    int brackets = 0;
    for (Node node = bracket; node != null; node = node.getPrevious()) {
      brackets += node instanceof Text text ? bracketsIn(text.getLiteral()) : 0;
    }
    return brackets;
  }

  private static int bracketsIn(String text) {
    int brackets = 0;
    for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
      brackets++;
    }
    return brackets;
  }

  private static boolean isImageWithoutTarget(LinkInfo link) {
    String label = link.label();
    return link.marker() != null
        && link.destination() == null
        && (label == null || label.isEmpty());
  }

  /** Whether the text behind a bracket is short enough, as far as the nodes in it tell. */
  private static boolean mayBeLabel(Text bracket) {
    int length = 0;
    Node node = bracket.getNext();
    while (node != null && length <= LinkDefinitions.MAX_LABEL_CHARACTERS) {
      length += node instanceof Text text ? text.getLiteral().length() : 1;
      node = node.getNext();
    }
    return length <= LinkDefinitions.MAX_LABEL_CHARACTERS;
  }

  /** Takes everything from a bracket on as it is written. */
  private static LinkResult text(LinkInfo link, Scanner scanner) {
    Position end = link.afterTextBracket();
    scanner.setPosition(end);
    while (scanner.hasNext()) {
      scanner.next();
    }
    String behind = scanner.getSource(end, scanner.position()).getContent();
    Text text = new Text("[" + link.text(scanner) + "]" + behind);
    return LinkResult.replaceWith(text, scanner.position());
  }
}
