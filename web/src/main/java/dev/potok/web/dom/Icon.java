package dev.potok.web.dom;

import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.xml.Element;

/** The page's icons: each is a symbol of the same name in {@code index.html}. */
public enum Icon {
  ARCHIVE,
  ARROW_DOWN,
  CHECK,
  CHEVRON,
  CLOSE,
  COPY,
  DOTS,
  FOLDER,
  FOLDER_PLUS,
  LAB,
  MENU,
  PENCIL,
  PIN,
  PLUS,
  QUOTE,
  RETRY,
  SEARCH,
  SEND,
  SLASH,
  SLIDERS,
  STOP,
  TRASH,
  WAVES;

  private static final String SVG = "http://www.w3.org/2000/svg";

  /** A new element that shows the icon and says nothing to a screen reader. */
  public Element element() {
    HTMLDocument document = HTMLDocument.current();
    Element svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    Element use = document.createElementNS(SVG, "use");
    use.setAttribute("href", "#" + symbol());
    svg.appendChild(use);
    return svg;
  }

  /** The id of the icon's symbol. */
  public String symbol() {
    StringBuilder id = new StringBuilder("i-");
    String name = name();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      id.append(c == '_' ? '-' : (char) (c - 'A' + 'a'));
    }
    return id.toString();
  }
}
