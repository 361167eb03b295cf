package dev.potok.protocol;

import java.util.OptionalLong;

/**
 * How long an answer took, in milliseconds.
 *
 * @param processing from the request to the model to the end of the answer
 * @param firstToken from the request to the model to the first piece of the answer, be it a thought
 *     or a word
 * @param thinking how long the model thought: from the first piece of a thought to the next word,
 *     or to the end; that of the answer it goes on with is counted in
 */
public record AnswerTimes(OptionalLong processing, OptionalLong firstToken, OptionalLong thinking) {

  /** Nothing is known. */
  public static final AnswerTimes NONE =
      new AnswerTimes(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** The same for an answer that goes on with another one, whose thinking it has too. */
  public AnswerTimes goingOnFrom(AnswerTimes earlier) {
    if (earlier.thinking.isEmpty()) {
      return this;
    }
    long both = earlier.thinking.getAsLong() + thinking.orElse(0);
    return new AnswerTimes(processing, firstToken, OptionalLong.of(both));
  }
}
