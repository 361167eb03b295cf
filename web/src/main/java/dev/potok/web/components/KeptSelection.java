package dev.potok.web.components;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * What the reader has selected in a text that is about to be drawn anew in part, by its place in
 * the text. Nothing is kept, at no cost, where nothing is selected.
 */
final class KeptSelection {
  private final HTMLElement root;
  private final @Nullable JSObject ends;

  private KeptSelection(HTMLElement root, @Nullable JSObject ends) {
    this.root = root;
    this.ends = ends;
  }

  /** The selection, if it begins or ends within an element. */
  static KeptSelection in(HTMLElement root) {
    return new KeptSelection(root, read(root));
  }

  /** Selects the same characters again if they are not selected any more. */
  void restore() {
    if (ends != null) {
      select(root, ends);
    }
  }

  /**
   * Each end as a child of the root, and how many characters of it are before the end; an end that
   * is elsewhere as what it is.
   */
  @JSBody(
      params = "root",
      script =
          "var s = getSelection();"
              + "if (s.isCollapsed || !root.contains(s.anchorNode)"
              + " && !root.contains(s.focusNode)) { return null; }"
              + "function end(node, offset) {"
              + "  if (!root.contains(node)) { return { node: node, offset: offset }; }"
              + "  var child = node;"
              + "  while (child !== root && child.parentNode !== root) { child = child.parentNode; }"
              + "  var r = document.createRange();"
              + "  r.setStart(child, 0);"
              + "  r.setEnd(node, offset);"
              + "  return { node: node, offset: offset, length: r.toString().length,"
              + "    child: child === root ? -1 : Array.prototype.indexOf.call(root.childNodes, child)"
              + "  };"
              + "}"
              + "return [end(s.anchorNode, s.anchorOffset), end(s.focusNode, s.focusOffset)];")
  private static native @Nullable JSObject read(HTMLElement root);

  @JSBody(
      params = {"root", "ends"},
      script =
          "var s = getSelection();"
              + "function isAt(node, offset, end) {"
              + "  return node === end.node && offset === end.offset;"
              + "}"
              + "if (isAt(s.anchorNode, s.anchorOffset, ends[0])"
              + " && isAt(s.focusNode, s.focusOffset, ends[1])) { return; }"
              + "var places = ends.map(function(end) {"
              + "  if (!('child' in end)) { return [end.node, end.offset]; }"
              + "  var child = end.child < 0 ? root : root.childNodes[end.child];"
              + "  if (!child) { return null; }"
              + "  var walk = document.createTreeWalker(child, 4), left = end.length, text;"
              + "  while ((text = walk.nextNode()) && left > text.length) { left -= text.length; }"
              + "  return text && [text, left];"
              + "});"
              + "if (places[0] && places[1]) {"
              + "  s.setBaseAndExtent(places[0][0], places[0][1], places[1][0], places[1][1]);"
              + "}")
  private static native void select(HTMLElement root, JSObject ends);
}
