package dev.potok.web.pages;

import dev.potok.web.dom.El;
import dev.potok.web.dom.Icon;
import dev.potok.web.text.Text;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** The bar above a page: the way to the chats on a narrow screen, a title, and tools. */
final class PageHeader {
  private final HTMLElement title = El.of("h1").element();
  private final HTMLElement root;

  PageHeader(PageContext context) {
    root =
        El.of("header", "page-head")
            .add(
                El.iconButton("open-chats", Icon.MENU, context.messages().get(Text.CHATS))
                    .cls("icon-button drawer-only")
                    .onClick(context.sidebar()::openDrawer))
            .add(title)
            .element();
  }

  HTMLElement element() {
    return root;
  }

  void add(HTMLElement tool) {
    root.appendChild(tool);
  }

  /** Shows a title here and in the window's. */
  void title(String text) {
    title.setTextContent(text);
    HTMLDocument.current().setTitle(text.isEmpty() ? "Potok" : text + " · Potok");
  }
}
