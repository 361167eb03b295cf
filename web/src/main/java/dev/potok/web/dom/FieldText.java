package dev.potok.web.dom;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/** The text of a field and the place in it where somebody writes. */
public final class FieldText {
  private FieldText() {}

  /**
   * Puts a text in the place of what is selected, as if it were typed: whoever listens to the field
   * is told, and a short text can be taken back by the browser's own undo. A long one would take
   * the browser seconds that way.
   */
  @JSBody(
      params = {"field", "text"},
      script =
          "field.focus({preventScroll: true});"
              + "if (text.length > 20000 || !document.execCommand('insertText', false, text)) {"
              + "  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');"
              + "  field.dispatchEvent(new Event('input', {bubbles: true}));"
              + "}")
  public static native void insert(HTMLElement field, String text);

  /** Puts the cursor behind the text. */
  @JSBody(
      params = "field",
      script = "field.setSelectionRange(field.value.length, field.value.length);")
  public static native void cursorToEnd(HTMLElement field);

  /** What the field would hold with a text in the place of what is selected. */
  @JSBody(
      params = {"field", "text"},
      script =
          "return field.value.slice(0, field.selectionStart) + text"
              + " + field.value.slice(field.selectionEnd);")
  public static native String with(HTMLElement field, String text);

  /**
   * Notes on an element whether its text has a word of 1,000 characters or more, which the style
   * then breaks anywhere. A browser that looks for better places in such a word of other letters
   * than Latin ones shapes all the rest of it again for each line: seconds for 250,000 letters.
   */
  @JSBody(
      params = {"element", "text"},
      script = "element.toggleAttribute('data-unbroken', /(?<!\\S)\\S{1000}/.test(text));")
  public static native void noteUnbroken(HTMLElement element, String text);

  /** How many bytes a text has as a string of JSON in UTF-8. */
  @JSBody(params = "text", script = "return new TextEncoder().encode(JSON.stringify(text)).length;")
  public static native int jsonBytes(String text);

  /** Whether the browser makes a field as high as its text by itself. */
  @JSBody(script = "return CSS.supports('field-sizing', 'content');")
  public static native boolean growsByItself();
}
