package dev.potok.engine;

import dev.potok.protocol.ChatOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a model shall answer. What is left empty is as the model's provider has it by default.
 *
 * @param temperature from 0, the most likely words, to 2
 * @param topP the share of the likely words to choose from, above 0 and up to 1
 * @param maxTokens the longest answer, in tokens, thinking included; positive
 * @param stop texts that end the answer, and are no part of it
 * @param tools what the model may ask to be called
 * @param toolChoice whether it may or must ask for a call
 * @param further fields of OpenAI's protocol that Potok only hands on, as the text of a JSON
 *     object; empty for none
 */
public record ModelOptions(
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalInt maxTokens,
    List<String> stop,
    List<Tool> tools,
    ToolChoice toolChoice,
    String further) {

  /** As the provider has it. */
  public static final ModelOptions DEFAULT =
      new ModelOptions(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty(),
          List.of(),
          List.of(),
          ToolChoice.AUTO);

  public ModelOptions {
    stop = List.copyOf(stop);
    tools = List.copyOf(tools);
  }

  /** Options without further fields. */
  public ModelOptions(
      OptionalDouble temperature,
      OptionalDouble topP,
      OptionalInt maxTokens,
      List<String> stop,
      List<Tool> tools,
      ToolChoice toolChoice) {
    this(temperature, topP, maxTokens, stop, tools, toolChoice, "");
  }

  /** What a chat asks for. */
  static ModelOptions of(ChatOptions options) {
    return new ModelOptions(
        options.temperature(),
        OptionalDouble.empty(),
        options.maxTokens().isPresent()
            ? OptionalInt.of(Math.toIntExact(options.maxTokens().getAsLong()))
            : OptionalInt.empty(),
        List.of(),
        List.of(),
        ToolChoice.AUTO);
  }

  /**
   * Something that a model may ask its caller to call.
   *
   * @param name letters, digits, underscores and dashes
   * @param description what it does, for the model; empty for none
   * @param parameters the JSON schema of its arguments, as JSON text; empty for no arguments
   * @param strict whether the arguments must keep to the schema; a {@linkplain
   *     ModelProvider#takesFurtherFields further field} of OpenAI's protocol too
   */
  public record Tool(String name, String description, String parameters, boolean strict) {

    /** A tool whose arguments are as good as the model makes them. */
    public Tool(String name, String description, String parameters) {
      this(name, description, parameters, false);
    }
  }

  /**
   * Whether the model may or must ask for calls.
   *
   * @param kind may, must or must not
   * @param name the only tool it may ask for; only with {@link Kind#REQUIRED}
   */
  public record ToolChoice(Kind kind, Optional<String> name) {

    /** The model decides. */
    public static final ToolChoice AUTO = new ToolChoice(Kind.AUTO, Optional.empty());

    /** May, must or must not. */
    public enum Kind {
      /** The model decides. */
      AUTO,
      /** It must not ask for a call. */
      NONE,
      /** It must ask for a call. */
      REQUIRED
    }
  }
}
