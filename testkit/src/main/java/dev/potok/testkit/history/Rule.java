package dev.potok.testkit.history;

/** What every history must keep. */
public enum Rule {
  /** No number is left out. */
  GAP,
  /** No event comes twice to one reader. */
  DOUBLE,
  /** Numbers only grow. */
  ORDER,
  /** What stands at a number is the same for every reader. */
  AGREEMENT,
  /** What a reader holds is a beginning of what is stored. */
  PREFIX,
  /** There is one end, and it is the same for all. */
  ONE_END,
  /** The end tells exactly what was streamed, and is what is stored. */
  STORED_AS_STREAMED,
  /** What was acknowledged or shown is there. */
  LOST,
  /** Nothing is streaming for ever. */
  STREAMING,
  /** A send has one question and one answer, however often it is repeated. */
  DOUBLE_SEND,
  /** The model is asked once for each answer that was asked for. */
  GENERATED_AGAIN,
  /** The text is what the model said, up to the cut. */
  TOKENS,
  /** An answer that was cut, stopped or interrupted is not complete. */
  FALSE_COMPLETE,
  /** Only a Stop, the model or the death of the server ends an answer. */
  UNASKED_END,
  /** Every reader comes to the end. */
  UNFINISHED
}
