package dev.potok.markdown;

/**
 * A piece of a growing text that was closed at once: what it takes to read it once more when a
 * label is defined that it mentions.
 */
final class ClosedPiece {

  /** Where in the source it begins. */
  final int start;

  /** Where what was read ends: with the piece, or with what was open behind it. */
  final int readEnd;

  /** The blocks around it, and the Markdown that opens them. */
  final OpenPath path;

  final String around;

  /** The innermost block that was open behind it, with what was closed of that. */
  final Frame last;

  /** How many footnotes stand before it. */
  final int notesBefore;

  ClosedPiece(int start, int readEnd, OpenPath path, String around, Frame last, int notesBefore) {
    this.start = start;
    this.readEnd = readEnd;
    this.path = path;
    this.around = around;
    this.last = last;
    this.notesBefore = notesBefore;
  }
}
