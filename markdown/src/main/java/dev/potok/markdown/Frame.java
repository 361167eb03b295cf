package dev.potok.markdown;

import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.jspecify.annotations.Nullable;

/**
 * A block that has begun before the text that is parsed again, and goes on in it. Its children that
 * are closed are shown and not parsed any more; what the parser has to know of them is written here
 * as Markdown that is put before the rest of the text.
 */
final class Frame {

  /** What a block of this kind asks of the lines inside it. */
  enum Kind {
    DOCUMENT,
    QUOTE,
    LIST,
    ITEM,
    TABLE,
    FENCE
  }

  /** So wide a gap that an item in the next line cannot stand in the one that is written here. */
  private static final String APART = "    ";

  final Kind kind;
  final Shown shown;

  /** How many of the shown children are closed; a child that is a frame itself is one of them. */
  int closed;

  /** A list whose items' texts are paragraphs. */
  boolean loose;

  /** Whether it is shown so already. */
  boolean shownLoose;

  /** An item in which a blank line makes its list loose, as soon as something follows in it. */
  boolean afterBlank;

  /** The line by which the block begins, without what stands before it. */
  private final String beginning;

  /** What stands before each further line of the block. */
  private final String prefix;

  private Frame(Kind kind, Shown shown, String beginning, String prefix) {
    this.kind = kind;
    this.shown = shown;
    this.beginning = beginning;
    this.prefix = prefix;
  }

  /** The frame around everything. */
  static Frame document(Shown shown) {
    return new Frame(Kind.DOCUMENT, shown, "", "");
  }

  /** The same, to be changed on its own. */
  Frame copy() {
    Frame copy = new Frame(kind, shown, beginning, prefix);
    copy.closed = closed;
    copy.loose = loose;
    copy.shownLoose = shownLoose;
    copy.afterBlank = afterBlank;
    return copy;
  }

  /** A frame for a node of these kinds. */
  static Frame of(Node node, Shown shown) {
    return switch (node) {
      case ListItem item -> item(item, shown);
      case TableBlock table -> new Frame(Kind.TABLE, shown, headOf(table), "");
      case FencedCodeBlock code -> new Frame(Kind.FENCE, shown, fenceOf(code), "");
      case BulletList list -> new Frame(Kind.LIST, shown, list.getMarker() + APART, "");
      case OrderedList list ->
          new Frame(Kind.LIST, shown, "1" + list.getMarkerDelimiter() + APART, "");
      default -> new Frame(Kind.QUOTE, shown, "> ", "> ");
    };
  }

  /**
   * An item whose content stands in the same column. A marker has up to three spaces before it and
   * one to four behind; the rest of a wide one is its number.
   */
  private static Frame item(ListItem item, Shown shown) {
    int width = item.getContentIndent();
    String mark;
    if (item.getParent() instanceof OrderedList list) {
      mark = "1".repeat(Math.max(1, width - 8)) + list.getMarkerDelimiter();
    } else {
      mark = ((BulletList) item.getParent()).getMarker();
    }
    int before = Math.max(0, width - mark.length() - 4);
    int after = width - mark.length() - before;
    String beginning = " ".repeat(before) + mark + " ".repeat(after);
    return new Frame(Kind.ITEM, shown, beginning, " ".repeat(width));
  }

  private static String headOf(TableBlock table) {
    StringBuilder head = new StringBuilder("|");
    StringBuilder delimiters = new StringBuilder("|");
    Node row = table.getFirstChild().getFirstChild();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      head.append("x|");
      delimiters.append(delimiterOf(((TableCell) cell).getAlignment())).append('|');
    }
    return head + "\n" + delimiters;
  }

  private static String delimiterOf(TableCell.@Nullable Alignment alignment) {
    return switch (alignment) {
      case null -> "-";
      case LEFT -> ":-";
      case CENTER -> ":-:";
      case RIGHT -> "-:";
    };
  }

  private static String fenceOf(FencedCodeBlock code) {
    return " ".repeat(code.getFenceIndent())
        + code.getFenceCharacter().repeat(code.getOpeningFenceLength());
  }

  boolean isLeaf() {
    return kind == Kind.TABLE || kind == Kind.FENCE;
  }

  /** The lines by which the block begins, each after what the blocks around it ask for. */
  String beginning(String around) {
    return around + beginning.replace("\n", "\n" + around);
  }

  /** What stands before each line inside the block. */
  String prefix(String around) {
    return around + prefix;
  }
}
