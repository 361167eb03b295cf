package dev.potok.cli;

/** Part of a mutant: leaves out every eighth number. */
public final class SkippedNumber {
  private static final long EVERY = 8;

  private SkippedNumber() {}

  /** The number to go on from. */
  public static long after(long number) {
    return number % EVERY == 0 ? number + 1 : number;
  }
}
