package dev.potok.markdown;

import dev.potok.markdown.Part.Branch;
import dev.potok.markdown.Part.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlNodeRendererFactory;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

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

  private final List<Extension> extensions;
  private final HtmlRenderer renderer;

  /** A renderer; building one is dear, keep it. */
  public MarkdownRenderer() {
    this(SafeNodeRenderer::new);
  }

  /** A renderer for a page that runs no script: its formulas stand there as they are written. */
  public static MarkdownRenderer withoutScript() {
    return new MarkdownRenderer(WrittenFormulas::new);
  }

  private MarkdownRenderer(HtmlNodeRendererFactory nodes) {
    extensions =
        List.of(
            TablesExtension.create(),
            StrikethroughExtension.create(),
            AutolinkExtension.create(),
            TaskListItemsExtension.create());
    renderer =
        HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new DefaultUrlSanitizer(PROTOCOLS))
            .percentEncodeUrls(true)
            // The first renderer of a kind of node is the one that is used.
            .nodeRendererFactory(nodes)
            .extensions(extensions)
            .build();
  }

  /** A text as HTML; each block ends with a line feed. Its footnotes have no ids. */
  public String render(String markdown) {
    return render(markdown, FootnoteStyle.PLAIN);
  }

  /** The same with footnotes that name themselves in another way. */
  public String render(String markdown, FootnoteStyle style) {
    Node document = parse(markdown);
    new Footnotes().number(document, 0);
    Footnotes.identify(document, style.idPrefix());
    StringBuilder html = new StringBuilder();
    for (String block : blocks(document)) {
      html.append(block);
    }
    List<Part> notes = notes(document, style);
    if (!notes.isEmpty()) {
      html.append(Part.html(List.of(Part.notes(style, notes))));
    }
    return html.toString();
  }

  Node parse(String markdown) {
    InlineLimits limits = new InlineLimits();
    Parser parser =
        Parser.builder()
            .extensions(extensions)
            .customBlockParserFactory(new FormulaBlockParser.Factory())
            .customBlockParserFactory(new FootnoteBlockParser.Factory())
            .customInlineContentParserFactory(new FormulaInlineParser.Factory())
            .customInlineContentParserFactory(limits)
            .linkProcessor(limits)
            .linkProcessor(new FootnoteLinkProcessor())
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(MAX_NESTING)
            .build();
    return parser.parse(markdown);
  }

  /** The HTML of each block of a document that shows anything in its place. */
  private List<String> blocks(Node document) {
    List<String> blocks = new ArrayList<>();
    for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
      if (!(block instanceof LinkReferenceDefinition) && !(block instanceof FootnoteBlock)) {
        blocks.add(renderer.render(block));
      }
    }
    return blocks;
  }

  private List<Part> notes(Node document, FootnoteStyle style) {
    List<Part> notes = new ArrayList<>();
    for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
      if (block instanceof FootnoteBlock note) {
        notes.add(part(note, style));
      }
    }
    return notes;
  }

  /** What shows of a node's children, from one of them on. */
  List<Part> parts(@Nullable Node first) {
    List<Part> parts = new ArrayList<>();
    for (Node node = first; node != null; node = node.getNext()) {
      if (shows(node)) {
        parts.add(part(node));
      }
    }
    return parts;
  }

  /** Whether a node makes a part of its own. */
  static boolean shows(Node node) {
    return !(node instanceof LinkReferenceDefinition) && !(node instanceof TaskListItemMarker);
  }

  private Part part(Node node) {
    return switch (node) {
      case BulletList list -> new Branch("<ul>\n", parts(list.getFirstChild()), "</ul>\n");
      case OrderedList list -> new Branch(startOf(list), parts(list.getFirstChild()), "</ol>\n");
      case ListItem item -> new Branch(startOf(item), parts(item.getFirstChild()), "</li>\n");
      case BlockQuote quote ->
          new Branch("<blockquote>\n", parts(quote.getFirstChild()), "</blockquote>\n");
      case TableBlock table when bodyOf(table) != null ->
          new Branch(
              startOf(table), parts(rowsOf(table)), "</tbody>\n" + SafeNodeRenderer.TABLE_END);
      case FootnoteBlock note -> part(note, FootnoteStyle.PLAIN);
      case Paragraph text -> new Leaf(renderer.render(text), isInTightList(text));
      default -> new Leaf(renderer.render(node), false);
    };
  }

  private Branch part(FootnoteBlock note, FootnoteStyle style) {
    String prefix = style.idPrefix();
    String id = prefix.isEmpty() ? "" : " id=\"" + prefix + "note-" + note.number() + "\"";
    String back =
        "</div>\n<a href=\"#"
            + prefix
            + "ref-"
            + note.number()
            + "\" role=\"doc-backlink\" aria-label=\""
            + FootnoteStyle.escaped(style.back())
            + "\">\u21a9</a></li>\n";
    return new Branch(
        "<li value=\"" + note.number() + "\"" + id + "><div>\n",
        parts(note.getFirstChild()),
        back,
        true);
  }

  private static String startOf(OrderedList list) {
    Integer number = list.getMarkerStartNumber();
    return number == null || number == 1 ? "<ol>\n" : "<ol start=\"" + number + "\">\n";
  }

  private String startOf(ListItem item) {
    Node first = item.getFirstChild();
    return first instanceof TaskListItemMarker ? "<li>" + renderer.render(first) : "<li>";
  }

  private String startOf(TableBlock table) {
    return SafeNodeRenderer.TABLE_START
        + "\n"
        + renderer.render(table.getFirstChild())
        + "<tbody>\n";
  }

  /** The rows below a table's head, if there are any. */
  static @Nullable Node rowsOf(TableBlock table) {
    Node body = bodyOf(table);
    return body == null ? null : body.getFirstChild();
  }

  private static @Nullable Node bodyOf(TableBlock table) {
    return table.getLastChild() instanceof TableBody body ? body : null;
  }

  private static boolean isInTightList(Paragraph text) {
    return text.getParent() instanceof ListItem item
        && item.getParent() instanceof ListBlock list
        && list.isTight();
  }

  /** A block of code as the renderer shows it. */
  String code(FencedCodeBlock like, String text) {
    FencedCodeBlock code = new FencedCodeBlock();
    code.setInfo(like.getInfo());
    code.setLiteral(text);
    return renderer.render(code);
  }
}
