package dev.potok.gguf;

import java.nio.file.Path;
import java.util.Iterator;

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

  /** How many tokens a text comes to, the mark of its beginning included. */
  int tokens(String text);

  /**
   * Begins an answer.
   *
   * @param prompt the conversation as the model reads it
   * @param completion says how to choose among tokens, and where to stop
   * @param limit the most tokens of the answer
   */
  Pieces generate(String prompt, Completion completion, int limit);

  /**
   * The pieces of an answer, which may be empty. One thread takes them, and waits for each; it may
   * wait for ever once the answer is cancelled.
   */
  interface Pieces extends Iterator<String> {

    /** Gives the answer up; from any thread. */
    void cancel();
  }
}
