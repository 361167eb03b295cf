package dev.potok.web.components;

import dev.potok.markdown.Edit;
import dev.potok.markdown.Edit.Growth;
import dev.potok.markdown.Edit.Splice;
import dev.potok.markdown.GrowingMarkdown;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Messages;
import dev.potok.web.text.Text;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Markdown that grows, as elements. Only what has changed is touched: an item of a list, a row of a
 * table, the end of a listing.
 */
final class MarkdownView {
  private final MarkdownRenderer renderer;
  private final HTMLElement root;
  private final Messages messages;
  private final DrawnParts parts;
  private GrowingMarkdown markdown;
  private final StringBuilder source = new StringBuilder();
  private boolean finished;

  MarkdownView(MarkdownRenderer renderer, HTMLElement root, Messages messages) {
    this.renderer = renderer;
    this.root = root;
    this.messages = messages;
    parts = DrawnParts.document(root, this::dress);
    this.markdown = new GrowingMarkdown(renderer);
    root.setClassName(root.getClassName() + " prose");
  }

  /** Shows another text. */
  void replace(String text) {
    markdown = new GrowingMarkdown(renderer);
    finished = false;
    source.setLength(0);
    parts.clear();
    append(text);
  }

  /** Shows a text that goes on; also one that was taken for whole. */
  void append(String more) {
    if (finished) {
      replace(source + more);
      return;
    }
    source.append(more);
    apply(markdown.append(more));
  }

  /** The text is whole. Harmless a second time. */
  void finish() {
    if (!finished) {
      finished = true;
      apply(markdown.finish());
    }
  }

  private void apply(List<Edit> edits) {
    for (Edit edit : edits) {
      switch (edit) {
        case Splice splice ->
            parts.at(splice.path()).splice(splice.index(), splice.removed(), splice.added());
        case Growth growth -> grow(growth.path(), growth.code());
      }
    }
  }

  private void grow(List<Integer> path, String code) {
    int last = path.size() - 1;
    HTMLElement block = parts.at(path.subList(0, last)).element(path.get(last));
    PartedText.append(block.querySelector("code"), code);
  }

  private void dress(HTMLElement block) {
    RichText.tellOf(block);
    nameTasks(block);
    FootnoteLinks.name(block, messages);
    var figures = block.querySelectorAll("figure");
    for (int i = 0; i < figures.getLength(); i++) {
      HTMLElement figure = figures.get(i);
      figure
          .querySelector("figcaption")
          .appendChild(
              El.iconButton("copy-code", Icon.COPY, messages.get(Text.COPY_CODE)).element());
      figure.querySelector("pre").setAttribute("tabindex", "0");
    }
  }

  /** What a task's box says to who cannot see it. */
  private void nameTasks(HTMLElement block) {
    var boxes = block.querySelectorAll("input");
    for (int i = 0; i < boxes.getLength(); i++) {
      boolean isDone = boxes.get(i).hasAttribute("checked");
      boxes
          .get(i)
          .setAttribute("aria-label", messages.get(isDone ? Text.TASK_DONE : Text.TASK_OPEN));
    }
  }

  /**
   * Puts the cursor after the last character; where it stands there already, it goes on pulsing.
   */
  void placeAtEnd(HTMLElement cursor) {
    place(parts.end(), cursor);
  }

  @JSBody(
      params = {"block", "cursor"},
      script =
          "var holds = /^(P|LI|UL|OL|BLOCKQUOTE|PRE|TABLE|TBODY|THEAD|TR|TD|TH|H[1-6]|FIGURE"
              + "|DIV|SECTION)$/, at = block;"
              + "for (;;) {"
              + "  var last = at.lastChild;"
              + "  while (last"
              + "      && (last === cursor || last.role === 'doc-backlink'"
              + "      || last.nodeType === 3 && !last.data.trim())) {"
              + "    last = last.previousSibling;"
              + "  }"
              + "  if (!last || last.nodeType !== 1 || !holds.test(last.tagName)) { break; }"
              + "  at = last;"
              + "}"
              + "if (at.tagName === 'PRE') {"
              + "  cursor.remove();"
              + "  var code = at.querySelector('.part:last-child') || at.firstElementChild;"
              + "  var text = code && code.lastChild;"
              + "  if (text && text.nodeType === 3 && text.data.slice(-1) === '\\n') {"
              + "    code.insertBefore(cursor, text.splitText(text.length - 1));"
              + "    return;"
              + "  }"
              + "  at = code || at;"
              + "}"
              + "if (at.lastChild !== cursor) { at.appendChild(cursor); }")
  private static native void place(HTMLElement block, HTMLElement cursor);

  /** Makes the copy buttons of all code and the links of all footnotes inside an element work. */
  static void handleClicks(HTMLElement around, Messages messages, MessageBox.Owner owner) {
    around.addEventListener(
        "click",
        event -> {
          FootnoteLinks.follow(event);
          HTMLElement button = Browser.closest(event.getTarget(), "[data-action=copy-code]");
          HTMLElement figure = Browser.closest(button, "figure");
          if (button != null && figure != null) {
            String code = figure.querySelector("pre").getTextContent();
            MessageBox.copy(button, code, messages, owner);
          }
        });
  }
}
