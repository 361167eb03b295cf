package dev.potok.testkit.history;

import java.util.Locale;
import java.util.Optional;

/**
 * What the model says to one question: numbered thoughts, then numbered tokens {@code t1 t2 t3 …}.
 * Whatever is kept of the answer must be a beginning of that.
 *
 * @param beginning the text that the answer goes on from; empty for one that begins anew
 * @param thoughts how many pieces of thinking come first, from 0
 * @param tokens how many tokens of text the model says, from 0
 * @param ends whether the answer comes to its proper end; else the model breaks off somewhere
 */
public record ModelPlan(String beginning, int thoughts, int tokens, boolean ends) {

  /** An answer that begins anew. */
  public ModelPlan(int thoughts, int tokens, boolean ends) {
    this("", thoughts, tokens, ends);
  }

  /** The text of so many tokens. */
  public static String text(int tokens) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= tokens; i++) {
      text.append(i == 1 ? "t" : " t").append(i);
    }
    return text.toString();
  }

  /** The thinking of so many pieces. */
  public static String thinking(int thoughts) {
    StringBuilder thinking = new StringBuilder();
    for (int i = 1; i <= thoughts; i++) {
      thinking.append(i == 1 ? "thought " : " ").append(i);
    }
    return thinking.toString();
  }

  /** Whether a text is that of the first so many tokens, of none up to all. */
  boolean allowsText(String text) {
    Optional<String> said = said(text);
    if (said.isEmpty()) {
      return false;
    }
    int last = said.get().lastIndexOf('t');
    return said.get().equals(text(numberAt(said.get(), last + 1, tokens)));
  }

  /** The same of the thinking. */
  boolean allowsThinking(String thinking) {
    int last = thinking.lastIndexOf(' ');
    return thinking.isEmpty() || thinking.equals(thinking(numberAt(thinking, last + 1, thoughts)));
  }

  /** The number at the end of a text, at most the given; 0 if there is none. */
  private static int numberAt(String text, int start, int most) {
    try {
      return Math.min(most, Integer.parseInt(text.substring(start)));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether a text is the whole answer. */
  boolean isWhole(String text) {
    return said(text).filter(text(tokens)::equals).isPresent();
  }

  /** What the model has said of a text. */
  private Optional<String> said(String text) {
    return text.startsWith(beginning)
        ? Optional.of(text.substring(beginning.length()))
        : text.isEmpty() ? Optional.of("") : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d thoughts, %d tokens%s", thoughts, tokens, ends ? "" : ", breaks off");
  }
}
