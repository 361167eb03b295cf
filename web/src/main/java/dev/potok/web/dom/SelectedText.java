package dev.potok.web.dom;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/** The text that a reader has selected with the pointer or the keyboard. */
public final class SelectedText {
  private SelectedText() {}

  /** What is selected, if all of it is inside an element; else empty. */
  @JSBody(
      params = "element",
      script =
          "var chosen = getSelection();"
              + "return chosen.rangeCount > 0 && !chosen.isCollapsed"
              + " && element.contains(chosen.getRangeAt(0).commonAncestorContainer)"
              + " ? chosen.toString() : '';")
  public static native String in(HTMLElement element);

  /** What is selected, if all of it is inside one element that a selector fits; else empty. */
  @JSBody(
      params = "selector",
      script =
          "var chosen = getSelection();"
              + "if (chosen.rangeCount === 0 || chosen.isCollapsed) { return ''; }"
              + "var node = chosen.getRangeAt(0).commonAncestorContainer;"
              + "var around = (node.nodeType === 1 ? node : node.parentElement).closest(selector);"
              + "return around ? chosen.toString() : '';")
  public static native String inOne(String selector);

  /** Places an element below the end of what is selected, inside the window. */
  @JSBody(
      params = {"element", "gap"},
      script =
          "var lines = getSelection().getRangeAt(0).getClientRects();"
              + "var last = lines[lines.length - 1];"
              + "if (!last) { return; }"
              + "var left = Math.min(last.right, innerWidth - element.offsetWidth - gap);"
              + "var below = last.bottom + gap, above = last.top - gap - element.offsetHeight;"
              + "var top = below + element.offsetHeight + gap > innerHeight ? above : below;"
              + "element.style.left = Math.max(gap, left) + 'px';"
              + "element.style.top = Math.max(gap, top) + 'px';")
  public static native void placeBeside(HTMLElement element, int gap);

  /** Selects nothing any more. */
  @JSBody(script = "getSelection().removeAllRanges();")
  public static native void clear();
}
