package dev.potok.engine;

import java.util.List;

/**
 * What a model is asked.
 *
 * @param model the provider's id of the model
 * @param instructions the system prompt; empty for none
 * @param messages the conversation, oldest first; the last is the user's or a tool's
 * @param beginning what the answer already says, to be gone on with and not said again; empty for a
 *     new answer
 * @param options how the model shall answer
 */
public record Prompt(
    String model,
    String instructions,
    List<Turn> messages,
    String beginning,
    ModelOptions options) {

  public Prompt {
    messages = List.copyOf(messages);
  }

  /** A prompt for a new answer. */
  public Prompt(String model, String instructions, List<Turn> messages) {
    this(model, instructions, messages, "");
  }

  /** A prompt that a model answers as it does by default. */
  public Prompt(String model, String instructions, List<Turn> messages, String beginning) {
    this(model, instructions, messages, beginning, ModelOptions.DEFAULT);
  }

  /** One message of the conversation. */
  public sealed interface Turn {

    /** The text. */
    String content();

    /** What the user says. */
    record User(String content) implements Turn {}

    /**
     * What the model said.
     *
     * @param calls the calls of tools that it asked for
     */
    record Assistant(String content, List<ToolCall> calls) implements Turn {

      public Assistant {
        calls = List.copyOf(calls);
      }

      /** An answer without calls. */
      public Assistant(String content) {
        this(content, List.of());
      }
    }

    /**
     * What a tool gave back.
     *
     * @param callId the {@link ToolCall#id} of the call
     */
    record ToolResult(String callId, String content) implements Turn {}
  }

  /**
   * A call of a tool that a model asked for.
   *
   * @param id tells it from the others
   * @param name the tool's name
   * @param arguments JSON as the model wrote it, which need not be valid
   */
  public record ToolCall(String id, String name, String arguments) {}
}
