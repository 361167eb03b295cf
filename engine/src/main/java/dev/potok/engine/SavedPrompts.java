package dev.potok.engine;

import dev.potok.protocol.PromptRead;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a user can do with the prompt library: texts that are written again and again. Thread-safe.
 */
public final class SavedPrompts {

  /** The longest name, in characters. */
  public static final int MAX_NAME = 100;

  /** The longest text, in characters. */
  public static final int MAX_TEXT = 20_000;

  /** The most prompts of one owner. */
  public static final int MAX_PROMPTS = 200;

  private final SavedPromptStore store;

  /** The prompts in a store. */
  public SavedPrompts(SavedPromptStore store) {
    this.store = store;
  }

  /**
   * What a user can set of a prompt.
   *
   * @param name not blank, on one line, at most {@link #MAX_NAME} characters
   * @param text not blank, at most {@link #MAX_TEXT} characters
   */
  public record Fields(String name, String text) {

    /**
     * Checks the ranges.
     *
     * @throws InvalidFieldException if a value is out of its range
     */
    public Fields {
      name = name.strip().replaceAll("\\s+", " ");
      Limits.notBlank("name", name);
      Limits.atMost("name", name, MAX_NAME);
      Limits.notBlank("text", text);
      Limits.atMost("text", text, MAX_TEXT);
    }

    /** What is set of a stored prompt. */
    public static Fields of(PromptRead prompt) {
      return new Fields(prompt.name(), prompt.text());
    }
  }

  /** All prompts, by name. */
  public List<PromptRead> list(Owner owner) {
    return store.list(owner);
  }

  /**
   * One prompt.
   *
   * @throws NotFoundException if there is none
   */
  public PromptRead get(Owner owner, long promptId) {
    return store.find(owner, promptId).orElseThrow(() -> missing(promptId));
  }

  /**
   * A new prompt.
   *
   * @throws ConflictException if there are {@link #MAX_PROMPTS} already
   */
  public PromptRead create(Owner owner, Fields fields) {
    return store
        .create(owner, fields, MAX_PROMPTS)
        .orElseThrow(() -> new ConflictException(ConflictException.Kind.TOO_MANY_PROMPTS));
  }

  /**
   * Changes a prompt, as one step: what others change meanwhile stays.
   *
   * @param change makes the new fields of those that are stored; must be quick
   * @throws NotFoundException if there is none
   */
  public PromptRead update(Owner owner, long promptId, UnaryOperator<Fields> change) {
    return store.update(owner, promptId, change).orElseThrow(() -> missing(promptId));
  }

  /**
   * Removes a prompt.
   *
   * @throws NotFoundException if there is none
   */
  public void delete(Owner owner, long promptId) {
    if (!store.delete(owner, promptId)) {
      throw missing(promptId);
    }
  }

  private static NotFoundException missing(long promptId) {
    return new NotFoundException(NotFoundException.Thing.PROMPT, promptId);
  }
}
