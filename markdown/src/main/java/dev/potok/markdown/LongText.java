package dev.potok.markdown;

import dev.potok.markdown.Part.Branch;
import dev.potok.markdown.Part.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.jspecify.annotations.Nullable;

/**
 * A block that has become long while it is still open. What has come of it stays shown and is not
 * read again with every append: the parser gets a stand-in for it, one character in a block of the
 * same kind, and behind that only the newest piece. Pieces are cut where nothing is open that a
 * later character could end.
 *
 * <p>This is for show only, and a guess like {@link OpenInlines}. The block is read whole when a
 * new one has begun behind it, and whenever it has grown by a quarter: so all that is read is a
 * fixed multiple of the text, however long the block gets.
 */
final class LongText {

  /** From this length on, in characters, an open text is not read again as a whole. */
  static final int LONG = 2_000;

  /** The newest piece becomes no longer than this, in characters. */
  static final int PIECE = 1_000;

  /** Stands for what was read before; a character that has no meaning in any text. */
  static final char STAND_IN = '\uE000';

  /** So much of a line that begins code or a formula is kept, in characters. */
  private static final int MAX_BEGINNING = 200;

  /** What may stand behind the text of a block. */
  private static final List<String> ENDS =
      List.of(
          "</code></pre></figure>",
          "</code></div>",
          "<td></td>",
          "<td align=\"left\"></td>",
          "<td align=\"center\"></td>",
          "<td align=\"right\"></td>",
          "</td>",
          "</tr>",
          "</p>",
          "</div>",
          "</h1>",
          "</h2>",
          "</h3>",
          "</h4>",
          "</h5>",
          "</h6>",
          "\n");

  /** The stretch that was read, for a text of whose blocks nothing is known; else null. */
  private final @Nullable Tail read;

  private final String standIn;
  private final boolean endsWithLine;
  private final int wholeAgainAt;

  /** What the parser makes of the stand-in, and what is shown in its place. */
  private final String standInStart;

  private final String standInEnd;
  private final String shownStart;
  private final String shownEnd;

  private final List<Part> pieces = new ArrayList<>();
  private Part newest = new Leaf("", true);
  private int restStart;

  /**
   * A text that was read up to a place.
   *
   * @param read the stretch, or null if the stand-in can be put into the blocks around it
   * @param standIn the Markdown of the stand-in
   * @param standInHtml what that becomes
   * @param shown the HTML of the last part of the stretch
   * @param restStart where in the source the stretch ends
   * @param wholeAgainAt the length of the source with which all is read again
   * @param endsWithLine whether all is read again as soon as the line ends
   */
  LongText(
      @Nullable Tail read,
      String standIn,
      String standInHtml,
      String shown,
      int restStart,
      int wholeAgainAt,
      boolean endsWithLine) {
    this.read = read;
    this.standIn = standIn;
    this.restStart = restStart;
    this.wholeAgainAt = wholeAgainAt;
    this.endsWithLine = endsWithLine;
    int at = standInHtml.indexOf(STAND_IN);
    standInStart = standInHtml.substring(0, at);
    standInEnd = standInHtml.substring(at + 1);
    String start = shown.substring(0, endOfText(shown));
    boolean isBare = start.length() == shown.length();
    shownStart = isBare ? "<span>" + start : start;
    shownEnd = isBare ? "</span>" : shown.substring(start.length());
  }

  private static int endOfText(String html) {
    int end = html.length();
    int before;
    do {
      before = end;
      for (String tag : ENDS) {
        if (end == before && end >= tag.length() && html.startsWith(tag, end - tag.length())) {
          end -= tag.length();
        }
      }
    } while (end < before);
    return end;
  }

  /** The HTML of the last one of parts. */
  static String lastHtml(List<Part> all) {
    List<Part> parts = all;
    String html = "";
    while (!parts.isEmpty()) {
      Part last = parts.getLast();
      html = last instanceof Leaf leaf ? leaf.html() : "";
      parts = last instanceof Branch branch ? branch.children() : List.of();
    }
    return html;
  }

  /** The HTML of the part in which the stand-in for a long text is; null if there is none. */
  static @Nullable String standInHtml(List<Part> parts) {
    for (Part part : parts) {
      String html =
          switch (part) {
            case Leaf leaf -> leaf.html().indexOf(STAND_IN) < 0 ? null : leaf.html();
            case Branch branch -> standInHtml(branch.children());
          };
      if (html != null) {
        return html;
      }
    }
    return null;
  }

  /**
   * The Markdown of a block of the same kind as the last one of a text, with nothing in it but the
   * stand-in; null if the text holds more than that block, or it is of a kind that ends with its
   * line.
   */
  static @Nullable String standInFor(Tail tail) {
    Node leaf = OpenEnd.leaf(tail);
    if (leaf.getSourceSpans().isEmpty()
        || OpenEnd.startOfLine(tail.all(), leaf) != tail.offset()
        || OpenEnd.isLine(leaf)) {
      return null;
    }
    String text = tail.text();
    int end = leaf.getSourceSpans().getFirst().getInputIndex() - tail.offset();
    if (!(leaf instanceof Paragraph)) {
      end = endOfLine(text, leaf instanceof FencedCodeBlock ? endOfLine(text, 0) + 1 : 0);
      end = Math.min(end, MAX_BEGINNING);
    }
    return text.substring(0, end) + STAND_IN;
  }

  private static int endOfLine(String text, int from) {
    int end = Math.min(from, text.length());
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /**
   * The last place behind another one where a text can be cut: before a space and outside of all
   * that is open.
   */
  static int lastCut(StringBuilder source, int from) {
    String text = source.substring(from);
    int least = Math.max(0, text.length() - PIECE);
    int open = OpenInlines.firstOpen(text);
    if (open < least) {
      // What has been open for so long is believed to be plain text.
      open = text.length();
    }
    int cut = Math.min(open, text.length() - 1);
    while (cut > least && !Character.isWhitespace(text.charAt(cut))) {
      cut--;
    }
    while (cut > least && Character.isWhitespace(text.charAt(cut - 1))) {
      cut--;
    }
    if (cut <= least) {
      cut = open > least ? open : text.length();
      cut -= cut > 1 && Character.isHighSurrogate(text.charAt(cut - 1)) ? 1 : 0;
    }
    return from + cut;
  }

  /** Whether the stand-in is put into the blocks around the text. */
  boolean isInPath() {
    return read == null;
  }

  String standIn() {
    return standIn;
  }

  /** Where in the source the newest piece begins. */
  int restStart() {
    return restStart;
  }

  /** Whether now all is to be read again, whatever came. */
  boolean isDue(int length, boolean isNewLine) {
    return length >= wholeAgainAt || (isNewLine && endsWithLine);
  }

  /** The length of the source with which all is read again. */
  int wholeAgainAt() {
    return wholeAgainAt;
  }

  /**
   * Shows what the newest piece has become.
   *
   * @param parts what shows of it and its stand-in
   * @return whether the block is still of its kind
   */
  boolean show(List<Part> parts) {
    String html = standInHtml(parts);
    if (html == null || !html.startsWith(standInStart + STAND_IN) || !html.endsWith(standInEnd)) {
      return false;
    }
    int end = html.length() - standInEnd.length();
    newest = new Leaf(html.substring(standInStart.length() + 1, end), true);
    return true;
  }

  /** The newest piece stays as it is shown. */
  void keep(int end) {
    pieces.add(newest);
    newest = new Leaf("", true);
    restStart = end;
  }

  /** What is drawn: the stretch that was read, or what was parsed now. */
  Tail drawn(Tail parsed) {
    return read == null ? parsed : read;
  }

  /** The same parts, with the text in the place of its stand-in. */
  List<Part> in(List<Part> parts) {
    if (read != null) {
      return inLast(parts);
    }
    List<Part> all = new ArrayList<>();
    for (Part part : parts) {
      all.add(
          switch (part) {
            case Leaf leaf when leaf.html().indexOf(STAND_IN) >= 0 -> shown();
            case Leaf leaf -> leaf;
            case Branch branch -> branch.around(in(branch.children()));
          });
    }
    return all;
  }

  private List<Part> inLast(List<Part> parts) {
    if (parts.isEmpty()) {
      return parts;
    }
    Part last = parts.getLast();
    List<Part> all = new ArrayList<>(parts.subList(0, parts.size() - 1));
    all.add(
        last instanceof Branch branch && !branch.children().isEmpty()
            ? branch.around(inLast(branch.children()))
            : shown());
    return all;
  }

  private Part shown() {
    List<Part> all = new ArrayList<>(pieces);
    all.add(newest);
    return new Branch(shownStart, all, shownEnd);
  }
}
