package dev.potok.engine;

import dev.potok.protocol.PromptRead;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where the prompt library is kept. Thread-safe; throws {@link StorageException}. */
public interface SavedPromptStore {

  /** All prompts, by name. */
  List<PromptRead> list(Owner owner);

  /** One prompt. */
  Optional<PromptRead> find(Owner owner, long promptId);

  /**
   * Stores a new prompt.
   *
   * @param most how many the owner can have
   * @return empty if there are as many already
   */
  Optional<PromptRead> create(Owner owner, SavedPrompts.Fields fields, int most);

  /**
   * Changes a prompt: reads its fields, and stores what is made of them, in one transaction.
   *
   * @param change must be quick and do nothing else; what it throws is thrown, and nothing is
   *     stored
   * @return the changed prompt; empty if there is no such prompt
   */
  Optional<PromptRead> update(
      Owner owner, long promptId, UnaryOperator<SavedPrompts.Fields> change);

  /**
   * Removes a prompt.
   *
   * @return false if there is no such prompt
   */
  boolean delete(Owner owner, long promptId);
}
