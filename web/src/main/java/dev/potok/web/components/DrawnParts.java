package dev.potok.web.components;

import dev.potok.markdown.FootnoteStyle;
import dev.potok.markdown.Part;
import dev.potok.markdown.Part.Branch;
import dev.potok.markdown.Part.Leaf;
import dev.potok.web.dom.Browser;
import dev.potok.web.dom.El;
import dev.potok.web.text.GrownText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.xml.Node;

/**
 * Parts of a text as the nodes of one element, and the parts inside them.
 *
 * <p>The blocks of a document stand in groups: what is laid out, painted and composited for a frame
 * is the last group, however long the document is. The others are left out by the browser while
 * they are off the screen. Footnotes are items of a list behind all groups.
 */
final class DrawnParts {

  /** Where the children of a branch come to stand in its HTML; allowed in tables, too. */
  private static final String HOLE = "<template></template>";

  /** How many blocks a group has, at most. */
  private static final int GROUP = 16;

  /**
   * Puts on what HTML from Markdown does not have. Not generic: a fragment is cast to no element.
   */
  interface Dress {
    void dress(HTMLElement fragment);
  }

  /** A part, its own nodes, and what is drawn inside them if it is a branch. */
  private record Drawn(Part part, JSArrayReader<Node> nodes, @Nullable DrawnParts children) {}

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

  /** The element of the last part, which is where the text goes on; all, if there is none. */
  HTMLElement end() {
    return parts.isEmpty() ? holder : element(parts.size() - 1);
  }

  /** Exchanges some parts for others, and touches nothing else. */
  void splice(int index, int removed, List<Part> added) {
    if (removed == 1 && added.size() == 1 && grow(index, added.getFirst())) {
      return;
    }
    List<Drawn> old = parts.subList(index, index + removed);
    for (Drawn part : old) {
      removeAll(part.nodes());
    }
    old.clear();
    Node next = firstNodeFrom(index, false);
    Node nextNote = firstNodeFrom(index, true);
    for (int i = 0; i < added.size(); i++) {
      Part part = added.get(i);
      parts.add(index + i, draw(part, Part.isNote(part) ? nextNote : next));
    }
  }

  /** Puts text to the end of a part, if the other part differs by that alone. */
  private boolean grow(int index, Part next) {
    Drawn drawn = parts.get(index);
    if (!(drawn.part() instanceof Leaf before && next instanceof Leaf after)) {
      return false;
    }
    Optional<GrownText> grown = GrownText.between(before.html(), after.html());
    boolean done =
        grown.isPresent()
            && append(drawn.nodes(), inBlocks, grown.get().around(), grown.get().text());
    if (done) {
      parts.set(index, new Drawn(next, drawn.nodes(), drawn.children()));
    }
    return done;
  }

  /** Takes everything away. */
  void clear() {
    parts.clear();
    Browser.clear(holder);
  }

  private @Nullable Node firstNodeFrom(int index, boolean isNote) {
    for (Drawn part : parts.subList(index, parts.size())) {
      if (Part.isNote(part.part()) == isNote && part.nodes().getLength() > 0) {
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
    if (Part.isNote(part)) {
      return new Drawn(part, insert(listOfNotes(), fragment, next), children);
    }
    HTMLElement content = fragment;
    if (inBlocks) {
      content = El.of("div", "block").element();
      content.appendChild(fragment);
    }
    return new Drawn(part, insert(inBlocks ? group(next) : holder, content, next), children);
  }

  /** The group of the block that comes next; the last one, or a new one when that is full. */
  private HTMLElement group(@Nullable Node next) {
    return next == null ? lastGroup(holder, GROUP) : (HTMLElement) next.getParentNode();
  }

  @JSBody(
      params = {"holder", "most"},
      script =
          "var end = holder.lastElementChild, notes = null, last = end;"
              + "if (end && end.className === 'footnotes') {"
              + "  notes = end;"
              + "  last = end.previousElementSibling;"
              + "}"
              + "if (!last || last.className !== 'blocks' || last.childElementCount >= most) {"
              + "  last = document.createElement('div');"
              + "  last.className = 'blocks';"
              + "  holder.insertBefore(last, notes);"
              + "}"
              + "return last;")
  private static native HTMLElement lastGroup(HTMLElement holder, int most);

  /** The list of the footnotes. */
  private HTMLElement listOfNotes() {
    if (notes(holder) == null) {
      Branch around = Part.notes(FootnoteStyle.PLAIN, List.of());
      HTMLElement fragment = parse(around.start() + around.end());
      dress.dress(fragment);
      holder.appendChild(fragment);
    }
    return Objects.requireNonNull(notes(holder)).querySelector("ol");
  }

  /** What is around the footnotes, if there are any. */
  @JSBody(params = "holder", script = "return holder.querySelector(':scope > .footnotes');")
  private static native @Nullable HTMLElement notes(HTMLElement holder);

  /** Whether the text at the end was where it was taken to be, and has grown. */
  private static boolean append(
      JSArrayReader<Node> nodes, boolean inBlock, List<String> around, String text) {
    return append(nodes, inBlock, String.join(" ", around), text);
  }

  @JSBody(
      params = {"nodes", "inBlock", "around", "text"},
      script =
          "var at = inBlock ? nodes[0].childNodes : nodes;"
              + "function last(isText) {"
              + "  for (var i = at.length - 1; i >= 0; i--) {"
              + "    var node = at[i];"
              + "    if (node.className === 'streaming-cursor') { continue; }"
              + "    if (isText || node.nodeType !== 3 || node.data.trim()) { return node; }"
              + "  }"
              + "}"
              + "for (var name of around.split(' ')) {"
              + "  var element = name && last(false);"
              + "  if (name && (!element || element.localName !== name)) { return false; }"
              + "  if (name) { at = element.childNodes; }"
              + "}"
              + "var end = last(true);"
              + "if (!end || end.nodeType !== 3) { return false; }"
              + "end.appendData(text);"
              + "return true;")
  private static native boolean append(
      JSArrayReader<Node> nodes, boolean inBlock, String around, String text);

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

  /** Takes nodes away, and the group, or what is around the footnotes, that is empty then. */
  @JSBody(
      params = "nodes",
      script =
          "nodes.forEach(function(node) {"
              + "  var group = node.parentNode;"
              + "  node.remove();"
              + "  if (group && group.className === 'blocks' && !group.firstChild) { group.remove(); }"
              + "  var notes = group && group.closest('.footnotes');"
              + "  if (notes && !notes.querySelector('li')) { notes.remove(); }"
              + "});")
  private static native void removeAll(JSArrayReader<Node> nodes);
}
