package dev.potok.markdown;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Writes what Potok's page shows in another way than CommonMark does: links that leave the page,
 * images that load only on a click, code with its language above it, formulas, tables that scroll.
 */
class SafeNodeRenderer implements NodeRenderer {

  static final String TABLE_START = "<div class=\"table-scroll\"><table>";
  static final String TABLE_END = "</table></div>\n";

  /** The longest name of a language that is believed to be one, in characters. */
  private static final int MAX_LANGUAGE_CHARACTERS = 40;

  private final HtmlNodeRendererContext context;
  final HtmlWriter html;

  SafeNodeRenderer(HtmlNodeRendererContext context) {
    this.context = context;
    this.html = context.getWriter();
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(
        Link.class,
        Image.class,
        FencedCodeBlock.class,
        IndentedCodeBlock.class,
        TableBlock.class,
        Formula.class,
        FormulaBlock.class,
        FootnoteReference.class);
  }

  @Override
  public void render(Node node) {
    switch (node) {
      case Link link -> link(link);
      case Image image -> image(image);
      case FencedCodeBlock code -> code(code.getLiteral(), languageOf(code.getInfo()));
      case IndentedCodeBlock code -> code(code.getLiteral(), "");
      case Formula formula -> formula(formula);
      case FormulaBlock block -> formula(block);
      case FootnoteReference reference -> reference(reference);
      default -> table(node);
    }
  }

  private void link(Link link) {
    Map<String, String> attributes = leaving(link.getDestination());
    if (link.getTitle() != null) {
      attributes.put("title", link.getTitle());
    }
    html.tag("a", attributes);
    children(link);
    html.tag("/a");
  }

  /** A link cannot stand in a link: an image in one is only named. */
  private void image(Image image) {
    String url = context.urlSanitizer().sanitizeImageUrl(image.getDestination());
    boolean canBeOpened = !url.isEmpty() && !isInLink(image);
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("class", "remote-image");
    if (canBeOpened) {
      attributes.putAll(leaving(image.getDestination()));
      attributes.put("data-host", hostOf(url));
    }
    String tag = canBeOpened ? "a" : "span";
    StringBuilder alternative = new StringBuilder();
    collectText(image, alternative);
    html.tag(tag, attributes);
    html.text(alternative.isEmpty() ? url : alternative.toString());
    html.tag("/" + tag);
  }

  /** Who is asked for what is at an address; empty if that is this server, or nobody. */
  private static String hostOf(String address) {
    // A browser takes one for the other.
    String url = address.replace('\\', '/');
    boolean isHttp = url.regionMatches(true, 0, "http", 0, 4) && url.indexOf(':') >= 0;
    if (!isHttp && !url.startsWith("//")) {
      return "";
    }
    int start = isHttp ? url.indexOf(':') + 1 : 0;
    while (start < url.length() && url.charAt(start) == '/') {
      start++;
    }
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(Math.max(start, url.lastIndexOf('@', end - 1) + 1), end);
  }

  /**
   * The attributes of a link that tells its target nothing about the page. A target that is not
   * allowed leaves none: an empty one would open the page itself once more.
   */
  private Map<String, String> leaving(String destination) {
    String url = context.urlSanitizer().sanitizeLinkUrl(destination);
    Map<String, String> attributes = new LinkedHashMap<>();
    if (url.isEmpty()) {
      return attributes;
    }
    attributes.put("href", context.encodeUrl(url));
    attributes.put("rel", "noopener noreferrer nofollow");
    attributes.put("target", "_blank");
    return attributes;
  }

  private static boolean isInLink(Node node) {
    for (Node parent = node.getParent(); parent != null; parent = parent.getParent()) {
      if (parent instanceof Link) {
        return true;
      }
    }
    return false;
  }

  private static void collectText(Node node, StringBuilder text) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      switch (child) {
        case Text words -> text.append(words.getLiteral());
        case Code code -> text.append(code.getLiteral());
        case Formula formula -> text.append(formula.tex());
        case FootnoteReference reference -> text.append(reference.text());
        case SoftLineBreak _, HardLineBreak _ -> text.append('\n');
        default -> collectText(child, text);
      }
    }
  }

  /**
   * "The first word of the info string is typically used to specify the language of the code
   * sample." (CommonMark, fenced code blocks)
   */
  private static String languageOf(String info) {
    int end = 0;
    while (end < info.length() && !isSpace(info.charAt(end))) {
      end++;
    }
    return end <= MAX_LANGUAGE_CHARACTERS ? info.substring(0, end) : "";
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private void code(String text, String language) {
    html.line();
    if (language.isEmpty()) {
      html.tag("figure", Map.of("class", "code"));
    } else {
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("class", "code");
      attributes.put("data-language", language);
      html.tag("figure", attributes);
    }
    html.tag("figcaption");
    html.text(language);
    html.tag("/figcaption");
    html.tag("pre");
    html.tag("code", language.isEmpty() ? Map.of() : Map.of("class", "language-" + language));
    html.text(text);
    html.tag("/code");
    html.tag("/pre");
    html.tag("/figure");
    html.line();
  }

  /** Writes a formula in a line of text. */
  void formula(Formula formula) {
    formula(formula.tex(), formula.mark().isDisplayed());
  }

  /** The source, from which the page draws the formula. */
  private void formula(String tex, boolean isDisplayed) {
    html.tag("span", Map.of("class", isDisplayed ? "math display" : "math"));
    html.text(tex);
    html.tag("/span");
  }

  private void reference(FootnoteReference reference) {
    if (reference.number() == 0) {
      html.text(reference.text());
      return;
    }
    String number = Integer.toString(reference.number());
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("href", "#" + reference.idPrefix() + "note-" + number);
    if (!reference.idPrefix().isEmpty() && reference.isFirst()) {
      attributes.put("id", reference.idPrefix() + "ref-" + number);
    }
    attributes.put("role", "doc-noteref");
    html.tag("sup");
    html.tag("a", attributes);
    html.text(number);
    html.tag("/a");
    html.tag("/sup");
  }

  /** Writes a formula that is a block of its own. */
  void formula(FormulaBlock block) {
    html.line();
    html.tag("div", Map.of("class", "math-block"));
    if (block.isClosed()) {
      formula(block.tex().strip(), true);
    } else {
      html.tag("code");
      html.text(block.mark().start() + block.tex());
      html.tag("/code");
    }
    html.tag("/div");
    html.line();
  }

  private void table(Node table) {

    html.line();
    html.raw(TABLE_START);
    children(table);
    html.raw(TABLE_END);
  }

  private void children(Node parent) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
      context.render(child);
    }
  }
}
