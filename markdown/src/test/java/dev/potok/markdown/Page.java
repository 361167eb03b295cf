package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.markdown.Edit.Growth;
import dev.potok.markdown.Edit.Splice;
import dev.potok.markdown.Part.Branch;
import dev.potok.markdown.Part.Leaf;
import java.util.ArrayList;
import java.util.List;

/** Does what it is told, as a page would, and counts how much that is. */
final class Page {
  private static final String CODE_END = "</code></pre></figure>\n";

  private List<Part> parts = new ArrayList<>();
  private long drawn;

  void apply(List<Edit> edits) {
    drawn = 0;
    for (Edit edit : edits) {
      switch (edit) {
        case Splice splice -> {
          drawn += Part.html(splice.added()).length() + splice.removed();
          parts = splice(parts, splice.path(), splice);
        }
        case Growth growth -> {
          drawn += growth.code().length();
          parts = grow(parts, growth.path(), growth.code());
        }
      }
    }
  }

  private static List<Part> splice(List<Part> parts, List<Integer> path, Splice splice) {
    List<Part> next = new ArrayList<>(parts);
    if (path.isEmpty()) {
      next.subList(splice.index(), splice.index() + splice.removed()).clear();
      next.addAll(splice.index(), splice.added());
    } else {
      Branch branch = (Branch) next.get(path.getFirst());
      List<Part> children = splice(branch.children(), path.subList(1, path.size()), splice);
      next.set(path.getFirst(), branch.around(children));
    }
    return next;
  }

  private static List<Part> grow(List<Part> parts, List<Integer> path, String code) {
    List<Part> next = new ArrayList<>(parts);
    Part at = next.get(path.getFirst());
    next.set(
        path.getFirst(),
        switch (at) {
          case Leaf leaf -> {
            assertThat(path).hasSize(1);
            yield new Leaf(grown(leaf.html(), code), leaf.inline());
          }
          case Branch branch ->
              branch.around(grow(branch.children(), path.subList(1, path.size()), code));
        });
    return next;
  }

  /** A block of code with more at its end. */
  private static String grown(String block, String code) {
    assertThat(block).endsWith(CODE_END);
    String escaped = code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return block.substring(0, block.length() - CODE_END.length())
        + escaped.replace("\"", "&quot;")
        + CODE_END;
  }

  List<Part> parts() {
    return parts;
  }

  String html() {
    return Part.html(parts);
  }

  /** How many characters of HTML and code the last edits drew, and how many parts they removed. */
  long drawnByTheLast() {
    return drawn;
  }
}
