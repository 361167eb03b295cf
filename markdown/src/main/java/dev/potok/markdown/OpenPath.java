package dev.potok.markdown;

import dev.potok.markdown.Frame.Kind;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * The frames around the place where a text grows, from the document in, and the Markdown that
 * brings a parser to where it was when it had read everything before.
 */
final class OpenPath {

  /** A line that begins a block and ends it. */
  private static final String CLOSED_BLOCK = "#\n";

  private final List<Frame> frames;
  private final String markdown;

  /** What stands before each further line. */
  private String linePrefix = "";

  /** How many children of each frame's node come from the Markdown here. */
  private final List<Integer> given = new ArrayList<>();

  OpenPath(List<Frame> frames) {
    this.frames = List.copyOf(frames);
    markdown = write();
  }

  private String write() {
    StringBuilder text = new StringBuilder();
    String around = "";
    int blankAt = placeOfBlank();
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      boolean isLast = i == frames.size() - 1;
      boolean isWritten = frame.kind != Kind.DOCUMENT && (frame.kind != Kind.LIST || isLast);
      given.add((isWritten ? 1 : 0) + (isLast ? 0 : 1));
      if (!isWritten) {
        continue;
      }
      text.append(frame.beginning(around));
      around = frame.prefix(around);
      if (frame.isLeaf()) {
        text.append('\n');
      } else if (i == blankAt) {
        text.append("x\n").append(around).append('\n');
      } else {
        text.append(CLOSED_BLOCK);
      }
    }
    linePrefix = around;
    return text.toString();
  }

  /** What stands before each line inside of all frames. */
  String linePrefix() {
    return linePrefix;
  }

  /**
   * The frame in which a blank line has to stand: the first of a list that is loose anyway, below
   * the last item that comes after a blank line. -1 if there is no such item.
   */
  private int placeOfBlank() {
    int item = lastAfterBlank();
    if (item < 0) {
      return -1;
    }
    for (int i = item + 1; i < frames.size(); i++) {
      if (frames.get(i).kind == Kind.LIST && frames.get(i).loose) {
        boolean hasItem = i + 1 < frames.size() && frames.get(i + 1).kind == Kind.ITEM;
        return hasItem ? i + 1 : i;
      }
    }
    return -1;
  }

  private int lastAfterBlank() {
    for (int i = frames.size() - 1; i > 0; i--) {
      if (frames.get(i).afterBlank && !frames.get(i - 1).loose) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the Markdown brings a parser to where it was. */
  boolean isExact() {
    return frames.size() < MarkdownRenderer.MAX_NESTING - 2
        && (lastAfterBlank() < 0 || placeOfBlank() >= 0);
  }

  /** The frames, from the document in. */
  List<Frame> frames() {
    return frames;
  }

  Frame innermost() {
    return frames.getLast();
  }

  /** The Markdown to put before the rest of the text. */
  String markdown() {
    return markdown;
  }

  /** The nodes of the frames in a document that begins with the Markdown here. */
  List<Node> nodes(Node document) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(document);
    for (int i = 1; i < frames.size(); i++) {
      nodes.add(givenChild(nodes.getLast(), given.get(i - 1)));
    }
    return nodes;
  }

  private static Node givenChild(Node parent, int number) {
    Node child = parent.getFirstChild();
    while (child instanceof LinkReferenceDefinition) {
      child = child.getNext();
    }
    for (int i = 1; i < number; i++) {
      child = child.getNext();
    }
    return child;
  }

  /** The first node that the rest of the text adds to the node of a frame. */
  @Nullable Node added(int frame, Node node) {
    return switch (frames.get(frame).kind) {
      case TABLE -> MarkdownRenderer.rowsOf((TableBlock) node);
      case FENCE -> null;
      case DOCUMENT, QUOTE, LIST, ITEM -> {
        int number = given.get(frame);
        yield number == 0 ? node.getFirstChild() : givenChild(node, number).getNext();
      }
    };
  }

  /** The outermost frame to which the rest of the text adds something; -1 if to none. */
  int outermostChanged(List<Node> nodes) {
    for (int i = 0; i < frames.size(); i++) {
      if (added(i, nodes.get(i)) != null) {
        return i;
      }
    }
    return -1;
  }

  /** Where a frame stands in what is shown. */
  List<Integer> path(int frame) {
    List<Integer> path = new ArrayList<>();
    for (int i = 0; i < frame; i++) {
      path.add(frames.get(i).closed - 1);
    }
    return path;
  }

  /**
   * Lines that add a block to every item, from the innermost out: they make each list loose that a
   * blank line before them would.
   */
  String probe() {
    List<String> lines = new ArrayList<>();
    String around = "";
    for (Frame frame : frames) {
      around = frame.prefix(around);
      if (frame.kind == Kind.ITEM) {
        lines.add(around + CLOSED_BLOCK);
      }
    }
    return String.join("", lines.reversed());
  }
}
