package dev.potok.markdown;

import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Text;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.beta.LinkInfo;
import org.commonmark.parser.beta.LinkProcessor;
import org.commonmark.parser.beta.LinkResult;
import org.commonmark.parser.beta.Scanner;

/** Finds what may refer to a footnote: a label in brackets that is no link or image. Stateless. */
final class FootnoteLinkProcessor implements LinkProcessor {

  @Override
  public LinkResult process(LinkInfo link, Scanner scanner, InlineParserContext context) {
    boolean mayBe =
        link.marker() == null
            && link.destination() == null
            && link.openingBracket().getNext() instanceof Text text
            && text.getLiteral().startsWith("^");
    String label = mayBe ? link.text(scanner) : "";
    if (!FootnoteLabel.is(label)
        || isDefined(label, context)
        || (link.label() != null && isDefined(link.label(), context))) {
      return LinkResult.none();
    }
    return LinkResult.replaceWith(new FootnoteReference(label), link.afterTextBracket());
  }

  private static boolean isDefined(String label, InlineParserContext context) {
    return context.getDefinition(LinkReferenceDefinition.class, label) != null;
  }
}
