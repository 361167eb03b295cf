package dev.potok.web.live;

/** Up to where somebody has read an answer. */
final class Position {

  /** Nothing was read: the text so far is wanted. */
  static final long NONE = -1;

  private long at;

  Position(long at) {
    this.at = at;
  }

  /** The number of the last event that was read, or {@link #NONE}. */
  long at() {
    return at;
  }

  /**
   * Reads an event, if it is the next one.
   *
   * @return whether it was; one that was read already, or comes before its time, is not
   */
  boolean take(Piece piece) {
    boolean isNext =
        switch (piece.kind()) {
          case START -> piece.seq() > at;
          case DELTA -> at != NONE && piece.seq() == at + 1;
          case END -> true;
        };
    if (isNext) {
      at = piece.seq();
    }
    return isNext;
  }

  /** Whether events before this one have not been read. */
  boolean lacksBefore(Piece piece) {
    return piece.kind() == Piece.Kind.DELTA && at != NONE && piece.seq() > at + 1;
  }
}
