package dev.potok.markdown;

/**
 * A piece of a growing text that was closed at once: what it takes to read it once more when a
 * label is defined that it mentions.
 *
 * @param start where in the source it begins
 * @param readEnd where what was read ends: with the piece, or with what was open behind it
 * @param path the blocks around it
 * @param around the Markdown that opens them
 * @param last the innermost block that was open behind it, with what was closed of that
 * @param notesBefore how many footnotes stand before it
 */
record ClosedPiece(
    int start, int readEnd, OpenPath path, String around, Frame last, int notesBefore) {}
