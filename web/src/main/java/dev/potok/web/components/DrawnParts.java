package dev.potok.web.components;

import dev.potok.markdown.Part;
import dev.potok.markdown.Part.Branch;
import dev.potok.markdown.Part.Leaf;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.xml.Node;

/** Parts of a text as the nodes of one element, and the parts inside them. */
final class DrawnParts {

  /** Where the children of a branch come to stand in its HTML; allowed in tables, too. */
  private static final String HOLE = "<template></template>";

  /**
   * Puts on what HTML from Markdown does not have. Not generic: a fragment is cast to no element.
   */
  interface Dress {
    void dress(HTMLElement fragment);
  }

  /** A part's own nodes, and what is drawn inside them if it is a branch. */
  private record Drawn(JSArrayReader<Node> nodes, @Nullable DrawnParts children) {}

  private final HTMLElement holder;
  private final boolean inBlocks;

  /** Is given the nodes of each part, without its children, before they come into the page. */
  private final Dress dress;

  private final List<Drawn> parts = new ArrayList<>();

  private DrawnParts(HTMLElement holder, boolean inBlocks, Dress dress) {
    this.holder = holder;
    this.inBlocks = inBlocks;
    this.dress = dress;
  }

  /** The parts of a document, each in an element of the class {@code block}. */
  static DrawnParts document(HTMLElement root, Dress dress) {
    return new DrawnParts(root, true, dress);
  }

  /** The children of the part at a path. */
  DrawnParts at(List<Integer> path) {
    DrawnParts drawn = this;
    for (int index : path) {
      DrawnParts children = drawn.parts.get(index).children();
      if (children == null) {
        throw new IllegalArgumentException("path: " + path + " (expected: one to a branch)");
      }
      drawn = children;
    }
    return drawn;
  }

  /** The first node of a part here. */
  HTMLElement element(int index) {
    return (HTMLElement) parts.get(index).nodes().get(0);
  }

  /** Exchanges some parts for others, and touches nothing else. */
  void splice(int index, int removed, List<Part> added) {
    List<Drawn> old = parts.subList(index, index + removed);
    for (Drawn part : old) {
      removeAll(part.nodes());
    }
    old.clear();
    Node next = firstNodeFrom(index);
    for (int i = 0; i < added.size(); i++) {
      parts.add(index + i, draw(added.get(i), next));
    }
  }

  /** Takes everything away. */
  void clear() {
    parts.clear();
    Browser.clear(holder);
  }

  private @Nullable Node firstNodeFrom(int index) {
    for (Drawn part : parts.subList(index, parts.size())) {
      if (part.nodes().getLength() > 0) {
        return part.nodes().get(0);
      }
    }
    return null;
  }

  private Drawn draw(Part part, @Nullable Node next) {
    HTMLElement fragment =
        switch (part) {
          case Leaf leaf -> parse(leaf.html());
          case Branch branch -> parse(branch.start() + HOLE + branch.end());
        };
    dress.dress(fragment);
    DrawnParts children = null;
    if (part instanceof Branch branch) {
      children = new DrawnParts(fillHole(fragment), false, dress);
      children.splice(0, 0, branch.children());
    }
    if (inBlocks) {
      HTMLElement block = El.of("div", "block").element();
      block.appendChild(fragment);
      return new Drawn(insert(holder, block, next), children);
    }
    return new Drawn(insert(holder, fragment, next), children);
  }

  /** HTML as a fragment, which can do what is asked of an element here. */
  @JSBody(
      params = "html",
      script =
          "var parsed = document.createElement('template');"
              + "parsed.innerHTML = html;"
              + "return parsed.content;")
  private static native HTMLElement parse(String html);

  /** Takes the hole out of a fragment and gives the element that it stood in. */
  @JSBody(
      params = "fragment",
      script =
          "var holes = fragment.querySelectorAll('template'), hole = holes[holes.length - 1];"
              + "var around = hole.parentNode;"
              + "hole.remove();"
              + "return around;")
  private static native HTMLElement fillHole(HTMLElement fragment);

  @JSBody(
      params = {"holder", "content", "next"},
      script =
          "var nodes = content.nodeType === 11 ? Array.from(content.childNodes) : [content];"
              + "holder.insertBefore(content, next);"
              + "return nodes;")
  private static native JSArrayReader<Node> insert(
      HTMLElement holder, HTMLElement content, @Nullable JSObject next);

  @JSBody(params = "nodes", script = "nodes.forEach(function(node) { node.remove(); });")
  private static native void removeAll(JSArrayReader<Node> nodes);
}
