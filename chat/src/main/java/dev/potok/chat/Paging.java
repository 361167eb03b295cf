package dev.potok.chat;

/**
 * How much of a history is read at a time, in messages.
 *
 * @param page what a reader sees first, and what is added on the way up
 * @param most the most that one call gives, where much is wanted
 */
record Paging(int page, int most) {

  /** A page that fills any screen, and the most that the server gives. */
  static final Paging USUAL = new Paging(50, 1_000);

  /** How much one call reads of what is wanted. */
  int limit(int wanted) {
    return Math.min(Math.max(wanted, page), most);
  }
}
