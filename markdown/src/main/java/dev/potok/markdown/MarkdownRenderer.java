package dev.potok.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Renders Markdown as HTML that is safe to put into a page. Immutable; one thread at a time is not
 * asked for.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/">CommonMark 0.31.2</a>
 * @see <a href="https://github.github.com/gfm/">GitHub Flavored Markdown</a>
 */
public final class MarkdownRenderer {

  /** How many blocks may stand in one another; deeper ones are text. */
  static final int MAX_NESTING = 50;

  /** Where a link may lead. {@code data:} is left out: it can hold a page of its own. */
  private static final List<String> PROTOCOLS = List.of("http", "https", "mailto");

  private final Parser parser;
  private final HtmlRenderer renderer;

  /** A renderer; building one is dear, keep it. */
  public MarkdownRenderer() {
    List<Extension> extensions =
        List.of(
            TablesExtension.create(),
            StrikethroughExtension.create(),
            AutolinkExtension.create(),
            TaskListItemsExtension.create());
    parser =
        Parser.builder()
            .extensions(extensions)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(MAX_NESTING)
            .build();
    renderer =
        HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(PROTOCOLS))
            .percentEncodeUrls(true)
            // The first renderer of a kind of node is the one that is used.
            .nodeRendererFactory(SafeNodeRenderer::new)
            .extensions(extensions)
            .build();
  }

  /** A text as HTML; each block ends with a line feed. */
  public String render(String markdown) {
    return String.join("", blocks(parse(markdown)));
  }

  Node parse(String markdown) {
    return parser.parse(markdown);
  }

  /** The HTML of each block of a document that shows anything. */
  List<String> blocks(Node document) {
    List<String> blocks = new ArrayList<>();
    for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
      block(block).ifPresent(blocks::add);
    }
    return blocks;
  }

  /** The HTML of a top-level block, if it shows anything. */
  Optional<String> block(Node block) {
    return block instanceof LinkReferenceDefinition
        ? Optional.empty()
        : Optional.of(renderer.render(block));
  }
}
