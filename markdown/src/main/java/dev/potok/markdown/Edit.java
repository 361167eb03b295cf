package dev.potok.markdown;

import java.util.List;

/**
 * A step from what is shown of a text to what is shown next. A path leads to a part: the index of
 * the top-level part, then that of its child, and so on; an empty one means the document.
 */
public sealed interface Edit {

  /**
   * Children of a branch, or of the document, are exchanged.
   *
   * @param path where the branch stands
   * @param index the first child that goes, or before which others come
   * @param removed how many go
   * @param added what comes in their place
   */
  record Splice(List<Integer> path, int index, int removed, List<Part> added) implements Edit {

    public Splice {
      path = List.copyOf(path);
      added = List.copyOf(added);
    }
  }

  /**
   * Code has grown.
   *
   * @param path where the leaf stands that shows the code
   * @param code what comes to its end, as plain text. Unlike in the HTML, a line that is not whole
   *     has no line feed there
   */
  record Growth(List<Integer> path, String code) implements Edit {

    public Growth {
      path = List.copyOf(path);
    }
  }
}
