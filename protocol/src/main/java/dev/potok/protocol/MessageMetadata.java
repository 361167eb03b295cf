package dev.potok.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about a message beside its text. Built from {@link #NONE} with the {@code with…}
 * methods.
 *
 * @param model the model that answered
 * @param tokens how many tokens the answer has, as the model's provider counted them
 * @param promptTokens how many tokens the model was given, as its provider counted them
 * @param processingTime milliseconds from the request to the model to the end of the answer
 * @param thinkingText what the model thought before or between its words
 * @param thinkingExpanded whether the reader left the thinking open
 */
public record MessageMetadata(
    Optional<String> model,
    OptionalLong tokens,
    OptionalLong promptTokens,
    OptionalLong processingTime,
    Optional<String> thinkingText,
    boolean thinkingExpanded) {

  /** Nothing is known. */
  public static final MessageMetadata NONE =
      new MessageMetadata(
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          false);

  /** Whether there is any thinking text. */
  public boolean hasThinkingProcess() {
    return thinkingText.isPresent();
  }

  /** The same with the given model. */
  public MessageMetadata withModel(String model) {
    return new MessageMetadata(
        Optional.of(model), tokens, promptTokens, processingTime, thinkingText, thinkingExpanded);
  }

  /** The same with the given count of tokens. */
  public MessageMetadata withTokens(long tokens) {
    return new MessageMetadata(
        model,
        OptionalLong.of(tokens),
        promptTokens,
        processingTime,
        thinkingText,
        thinkingExpanded);
  }

  /** The same with the given count of the tokens that the model was given. */
  public MessageMetadata withPromptTokens(long tokens) {
    return new MessageMetadata(
        model,
        this.tokens,
        OptionalLong.of(tokens),
        processingTime,
        thinkingText,
        thinkingExpanded);
  }

  /** The same with the given processing time in milliseconds. */
  public MessageMetadata withProcessingTime(long millis) {
    return new MessageMetadata(
        model, tokens, promptTokens, OptionalLong.of(millis), thinkingText, thinkingExpanded);
  }

  /** The same with the given thinking text; an empty text means none. */
  public MessageMetadata withThinkingText(String text) {
    return new MessageMetadata(
        model,
        tokens,
        promptTokens,
        processingTime,
        text.isEmpty() ? Optional.empty() : Optional.of(text),
        thinkingExpanded);
  }

  /** The same with the thinking left open or closed. */
  public MessageMetadata withThinkingExpanded(boolean expanded) {
    return new MessageMetadata(model, tokens, promptTokens, processingTime, thinkingText, expanded);
  }
}
