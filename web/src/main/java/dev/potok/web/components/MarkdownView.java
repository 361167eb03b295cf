package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/** Markdown that grows, as elements. */
final class MarkdownView {
  private final HTMLElement root;
  private final Messages messages;
  private final StringBuilder all = new StringBuilder();

  MarkdownView(HTMLElement root, Messages messages) {
    this.root = root;
    this.messages = messages;
    root.setAttribute("class", root.getClassName() + " prose");
  }

  void replace(String text) {
    all.setLength(0);
    append(text);
  }

  void append(String more) {
    all.append(more);
    root.setInnerHTML(
        HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build()
            .render(Parser.builder().build().parse(all.toString())));
    finish(root, messages);
  }

  /** Puts the cursor after the last character. */
  void placeAtEnd(HTMLElement cursor) {
    deepest(root).appendChild(cursor);
  }

  @JSBody(
      params = "root",
      script =
          "var at = root, inside = /^(P|LI|UL|OL|BLOCKQUOTE|PRE|CODE|TABLE|TBODY|THEAD|TR|TD|TH"
              + "|H[1-6]|FIGURE|DIV)$/;"
              + "for (;;) {"
              + "  var last = at.lastChild;"
              + "  if (last && last.nodeType === 3 && !last.data.trim() && at.tagName !== 'CODE') {"
              + "    last = last.previousSibling;"
              + "  }"
              + "  if (last && last.className === 'streaming-cursor') { last = last.previousSibling; }"
              + "  if (!last || last.nodeType !== 1 || !inside.test(last.tagName)"
              + "      || (last.tagName === 'CODE' && at.tagName !== 'PRE')) { return at; }"
              + "  at = last;"
              + "}")
  private static native HTMLElement deepest(HTMLElement root);

  /**
   * Gives what Markdown rendered the page's frame: code gets its bar, tables scroll, links leave.
   */
  private static void finish(HTMLElement root, Messages messages) {
    var pres = root.querySelectorAll("pre");
    for (int i = 0; i < pres.getLength(); i++) {
      frame(pres.get(i), messages);
    }
    var tables = root.querySelectorAll("table");
    for (int i = 0; i < tables.getLength(); i++) {
      HTMLElement table = tables.get(i);
      HTMLElement scroller = El.of("div", "table-scroll").attr("tabindex", "0").element();
      table.getParentNode().replaceChild(scroller, table);
      scroller.appendChild(table);
    }
    var links = root.querySelectorAll("a");
    for (int i = 0; i < links.getLength(); i++) {
      links.get(i).setAttribute("target", "_blank");
      links.get(i).setAttribute("rel", "noopener noreferrer");
    }
  }

  private static void frame(HTMLElement pre, Messages messages) {
    HTMLElement code = pre.querySelector("code");
    String language = code == null ? "" : languageOf(code.getClassName());
    HTMLElement figure =
        El.of("figure", "code")
            .add(
                El.of("figcaption")
                    .span("code-language", language)
                    .add(El.iconButton("copy-code", Icon.COPY, messages.get(Text.COPY_CODE))))
            .element();
    pre.getParentNode().replaceChild(figure, pre);
    figure.appendChild(pre);
    pre.setAttribute("tabindex", "0");
  }

  private static String languageOf(String className) {
    return className.startsWith("language-") ? className.substring("language-".length()) : "";
  }

  /** Makes the copy buttons of all code inside an element work. */
  static void handleClicks(HTMLElement around, Messages messages) {
    around.addEventListener(
        "click",
        event -> {
          HTMLElement button = Browser.closest(event.getTarget(), "[data-action=copy-code]");
          HTMLElement figure = Browser.closest(button, "figure");
          if (button != null && figure != null) {
            MessageBox.copy(button, figure.querySelector("pre").getTextContent(), messages);
          }
        });
  }
}
