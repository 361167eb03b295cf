package dev.potok.gguf;

import java.nio.file.Path;

/** A model that is loaded. Thread-safe. */
interface LocalModel {

  /** Loads models. */
  interface Loader {

    /**
     * Loads a model.
     *
     * @throws RuntimeException if the file cannot be loaded
     * @throws UnsatisfiedLinkError if models cannot run on this computer
     */
    LocalModel load(Path file, int contextTokens);
  }

  /** The conversation as the model reads it. */
  String prompt(Completion completion);

  /** How many tokens a prompt takes in the context, the mark of its beginning included. */
  int promptTokens(String prompt);

  /**
   * Begins an answer. The texts that are to end it are not the model's concern.
   *
   * @param prompt the conversation as the model reads it
   * @param completion says how to choose among tokens
   * @param limit the most tokens of the answer, at least 1
   */
  Pieces generate(String prompt, Completion completion, int limit);

  /** What a model makes next. */
  sealed interface Made {

    /**
     * A further text, which may be empty.
     *
     * @param tokens how many tokens the model has made for it
     */
    record Text(String text, int tokens) implements Made {}

    /**
     * The end of the answer.
     *
     * @param isCut whether only the limit has ended it
     */
    record End(boolean isCut) implements Made {}
  }

  /** The pieces of an answer. One thread takes them. */
  interface Pieces {

    /**
     * Waits for the next piece, which there must be: the last is an {@link Made.End}. The wait may
     * be for ever once the answer is cancelled.
     *
     * @throws RuntimeException if the model fails
     */
    Made next();

    /** Gives the answer up; from any thread. */
    void cancel();
  }
}
