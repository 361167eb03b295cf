package dev.potok.markdown;

import dev.potok.markdown.Edit.Splice;
import dev.potok.markdown.Part.Branch;
import dev.potok.markdown.Part.Leaf;
import java.util.ArrayList;
import java.util.List;

/** What is shown of a growing text: the same tree as its {@link Part}s, but one that changes. */
final class Shown {

  /** The HTML before the children; all of it for a leaf. */
  private String start;

  private final String end;
  private final boolean isLeaf;
  private final boolean isNote;
  private boolean inline;
  private final List<Shown> children = new ArrayList<>();

  private Shown(String start, String end, boolean isLeaf, boolean inline, boolean isNote) {
    this.start = start;
    this.end = end;
    this.isLeaf = isLeaf;
    this.isNote = isNote;
    this.inline = inline;
  }

  /** An empty document. */
  static Shown document() {
    return new Shown("", "", false, false, false);
  }

  private static Shown of(Part part) {
    return switch (part) {
      case Leaf leaf -> new Shown(leaf.html(), "", true, leaf.inline(), false);
      case Branch branch -> {
        Shown shown = new Shown(branch.start(), branch.end(), false, false, branch.isNote());
        for (Part child : branch.children()) {
          shown.children.add(of(child));
        }
        yield shown;
      }
    };
  }

  /** How it looks now. */
  Part part() {
    return isLeaf ? new Leaf(start, inline) : new Branch(start, parts(), end, isNote);
  }

  /** How the children look now. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>(children.size());
    for (Shown child : children) {
      parts.add(child.part());
    }
    return parts;
  }

  int size() {
    return children.size();
  }

  Shown last() {
    return children.getLast();
  }

  /** Sets a leaf's HTML without an edit: it is shown already, piece by piece. */
  void isShownAs(String html) {
    start = html;
  }

  /**
   * Shows other children from an index on. Of those that are there already only what differs is
   * touched.
   *
   * @param path where this stands
   */
  void show(int from, List<Part> next, List<Integer> path, List<Edit> edits) {
    int same = 0;
    while (same < next.size() && from + same < children.size()) {
      Shown child = children.get(from + same);
      Part part = next.get(same);
      if (!child.looksLike(part)) {
        if (part instanceof Branch branch && child.isAround(branch)) {
          child.show(0, branch.children(), below(path, from + same), edits);
          same++;
        }
        break;
      }
      same++;
    }
    int index = from + same;
    exchange(index, children.size() - index, next.subList(same, next.size()), path, edits);
  }

  /**
   * Shows the leaves otherwise that have become other ones, where the parts as such are the same.
   *
   * @param end the block of which only what is closed may be touched
   */
  void refresh(int from, List<Part> next, Frame end, List<Integer> path, List<Edit> edits) {
    int to = Math.min(from + next.size(), this == end.shown ? end.closed : children.size());
    for (int i = from; i < to; i++) {
      Shown child = children.get(i);
      switch (next.get(i - from)) {
        case Branch branch -> {
          child.refresh(0, branch.children(), end, below(path, i), edits);
          if (!child.start.equals(branch.start())) {
            child.start = branch.start();
            edits.add(new Splice(path, i, 1, List.of(child.part())));
          }
        }
        case Leaf leaf -> {
          Leaf now = leaf.inline() && !child.inline ? inParagraph(leaf) : leaf;
          if (child != end.shown && !child.looksLike(now)) {
            exchange(i, 1, List.of(now), path, edits);
          }
        }
      }
    }
  }

  /** The text of an item as it is in a list that has become loose. */
  private static Leaf inParagraph(Leaf text) {
    return new Leaf("<p>" + text.html() + "</p>\n", false);
  }

  private void exchange(
      int index, int removed, List<Part> added, List<Integer> path, List<Edit> edits) {
    if (removed == 0 && added.isEmpty()) {
      return;
    }
    children.subList(index, index + removed).clear();
    for (int i = 0; i < added.size(); i++) {
      children.add(index + i, of(added.get(i)));
    }
    edits.add(new Splice(path, index, removed, added));
  }

  /** Gives the text of a list's items paragraphs of their own. */
  void loosen(int items, List<Integer> path, List<Edit> edits) {
    boolean changed = false;
    for (Shown item : children.subList(0, items)) {
      for (Shown child : item.children) {
        if (child.inline) {
          child.start = inParagraph(new Leaf(child.start, true)).html();
          child.inline = false;
          changed = true;
        }
      }
    }
    if (changed) {
      edits.add(new Splice(path, 0, items, parts().subList(0, items)));
    }
  }

  private boolean isAround(Branch branch) {
    return !isLeaf
        && isNote == branch.isNote()
        && start.equals(branch.start())
        && end.equals(branch.end());
  }

  private boolean looksLike(Part part) {
    return switch (part) {
      case Leaf leaf -> isLeaf && inline == leaf.inline() && start.equals(leaf.html());
      case Branch branch -> isAround(branch) && childrenLookLike(branch.children());
    };
  }

  private boolean childrenLookLike(List<Part> parts) {
    if (parts.size() != children.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!children.get(i).looksLike(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  static List<Integer> below(List<Integer> path, int index) {
    List<Integer> below = new ArrayList<>(path);
    below.add(index);
    return below;
  }
}
