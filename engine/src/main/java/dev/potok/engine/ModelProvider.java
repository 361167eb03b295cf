package dev.potok.engine;

import java.util.List;

/** A source of models: lists them and lets them answer. Thread-safe. */
public interface ModelProvider {

  /** The provider's name, unique among the configured ones, such as {@code openai}. */
  String name();

  /**
   * The models on offer now. Blocks.
   *
   * @throws ModelException if the provider cannot be asked
   * @throws InterruptedException if the thread is interrupted
   */
  List<ModelInfo> models() throws InterruptedException;

  /**
   * Whether the models can be told the {@link ModelOptions#further} fields and {@link
   * ModelOptions.Tool#strict}; if not, no prompt with any of them is to be given here.
   */
  default boolean takesFurtherFields() {
    return false;
  }

  /** Whether an answer waits for the one before it to end, whichever chats they are in. */
  default boolean answersOneAtATime() {
    return false;
  }

  /** Whether the models can be asked for the title of a chat. */
  default boolean writesTitles() {
    return true;
  }

  /**
   * Lets a model answer. Blocks until the answer has ended, and calls the output from this thread
   * alone. When this method has ended, in whatever way, the connection to the model is closed.
   *
   * @param prompt what to answer; its model is one of {@link #models}, as {@link ModelInfo#id}
   * @param output takes the answer as it grows
   * @return how the answer ended
   * @throws ModelException if the model fails; what the output was given before stays
   * @throws InterruptedException if the thread is interrupted, which is how an answer is stopped
   */
  ModelCompletion answer(Prompt prompt, ModelOutput output) throws InterruptedException;
}
