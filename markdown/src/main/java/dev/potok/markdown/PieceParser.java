package dev.potok.markdown;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;

/**
 * Parses pieces of a growing text, each with what was defined before it: link reference definitions
 * and footnotes. One thread.
 */
final class PieceParser {
  private final MarkdownRenderer renderer;
  private final LinkDefinitions definitions = new LinkDefinitions();
  private final Footnotes footnotes = new Footnotes();
  private long parsedCharacters;

  PieceParser(MarkdownRenderer renderer) {
    this.renderer = renderer;
  }

  /** How many characters were given to the parser so far. */
  long parsedCharacters() {
    return parsedCharacters;
  }

  /** How many footnotes are closed. */
  int notes() {
    return footnotes.count();
  }

  /**
   * A piece behind everything that is closed.
   *
   * @param path the blocks around it
   * @param around the Markdown that opens them
   */
  Tail parse(OpenPath path, String around, String text) {
    return parse(path, around, text, footnotes.count());
  }

  /** A piece with so many footnotes before it. */
  Tail parse(OpenPath path, String around, String text, int notesBefore) {
    return tail(path, definitions.preambleFor(text) + around, text, notesBefore);
  }

  /** The same, with all ended that the last text in it has begun. */
  Tail withEnds(Tail tail) {
    int start = OpenEnd.startOfOpenText(tail);
    if (start < 0) {
      return tail;
    }
    String ended = OpenInlines.end(tail.text(), start);
    return ended.equals(tail.text())
        ? tail
        : tail(tail.path(), tail.before(), ended, footnotes.count());
  }

  private Tail tail(OpenPath path, String before, String text, int notesBefore) {
    Node document = parse(before + text);
    footnotes.number(document, notesBefore);
    List<Node> nodes = path.nodes(document);
    for (int i = 0; i < nodes.size(); i++) {
      if (path.frames().get(i).loose && nodes.get(i) instanceof ListBlock list) {
        list.setTight(false);
      }
    }
    return new Tail(path, before, text, document, nodes);
  }

  /** Plain Markdown, without anything around it. */
  Node parse(String markdown) {
    parsedCharacters += markdown.length();
    return renderer.parse(markdown);
  }

  /**
   * Takes what a piece defines for closed.
   *
   * @param length how much of the piece is closed
   * @return the keys of labels that are new
   */
  Set<String> close(Tail tail, int length) {
    Set<String> defined = new LinkedHashSet<>();
    int end = tail.offset() + length;
    definitions.collect(tail.document(), tail.offset(), end, defined);
    footnotes.collect(tail.document(), tail.offset(), end, defined);
    return defined;
  }

  /** What a piece adds to the blocks around it. */
  List<Part> parts(Tail tail) {
    int level = tail.path().outermostChanged(tail.nodes());
    return level < 0
        ? List.of()
        : renderer.parts(tail.path().added(level, tail.nodes().get(level)));
  }
}
