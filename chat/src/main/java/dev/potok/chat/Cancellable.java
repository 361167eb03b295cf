package dev.potok.chat;

/** Something under way that can be given up. */
@FunctionalInterface
public interface Cancellable {

  /**
   * Gives it up: nothing more is heard of it. Harmless when it is over. A stream that is given up
   * is closed; the answer behind it goes on.
   */
  void cancel();
}
