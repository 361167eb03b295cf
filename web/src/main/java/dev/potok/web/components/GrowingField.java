package dev.potok.web.components;

import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.dom.FieldText;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * A field that is as high as its text, up to a height that the style sets. Where the browser cannot
 * do that by itself, the text stands once more, unseen, behind the field; a long one does not: it
 * is higher than the limit anyway, and laying it out a second time takes seconds.
 */
final class GrowingField {

  /** From how many characters on a text is long: more than the highest field shows. */
  private static final int LONG = 10_000;

  private final HTMLElement field;
  private final HTMLElement root;
  private final boolean mirrors = !FieldText.growsByItself();

  GrowingField(El field) {
    this.field = field.element();
    root = El.of("div", "grow").add(field).element();
  }

  HTMLElement element() {
    return root;
  }

  HTMLElement field() {
    return field;
  }

  String text() {
    return Browser.value(field);
  }

  void text(String text) {
    Browser.value(field, text);
  }

  /** The field holds this text now. */
  void grown(String text) {
    boolean isLong = text.length() >= LONG;
    root.setAttribute("data-long", isLong ? "true" : "false");
    FieldText.noteUnbroken(root, text);
    if (mirrors) {
      root.setAttribute("data-text", isLong ? "" : text);
    }
  }
}
