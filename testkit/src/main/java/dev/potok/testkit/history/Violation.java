package dev.potok.testkit.history;

/**
 * A rule that a history breaks.
 *
 * @param answerId the answer; 0 if it is about none
 * @param line the index of the line that shows it, or of the last line
 */
public record Violation(Rule rule, long answerId, int line, String what) {

  @Override
  public String toString() {
    return rule + (answerId == 0 ? "" : " (answer " + answerId + ")") + ": " + what;
  }
}
