package dev.potok.models;

/**
 * Whether a provider's models are told to think before they answer.
 *
 * @param mode not told, told, or told with a limit
 * @param budgetTokens the most to think, in tokens; 0 unless there is a limit
 */
public record Thinking(Mode mode, int budgetTokens) {

  /** The least budget that a provider takes, in tokens. */
  public static final int MIN_BUDGET_TOKENS = 1024;

  /** Models do what they do by themselves. */
  public static final Thinking NONE = new Thinking(Mode.NONE, 0);

  /** Models think as much as they find the question worth. */
  public static final Thinking ADAPTIVE = new Thinking(Mode.ADAPTIVE, 0);

  /** Not told, told, or told with a limit. */
  public enum Mode {
    /** Models do what they do by themselves. */
    NONE,
    /** Models think as much as they find the question worth. */
    ADAPTIVE,
    /** Models think up to a number of tokens. */
    BUDGET
  }

  /**
   * Thinking up to a number of tokens.
   *
   * @throws IllegalArgumentException if it is less than {@link #MIN_BUDGET_TOKENS}
   */
  public static Thinking upTo(int tokens) {
    if (tokens < MIN_BUDGET_TOKENS) {
      throw new IllegalArgumentException(
          "thinking: " + tokens + " (expected: " + MIN_BUDGET_TOKENS + " tokens or more)");
    }
    return new Thinking(Mode.BUDGET, tokens);
  }
}
