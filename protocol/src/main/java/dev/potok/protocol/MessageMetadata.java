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
 * @param times how long it took
 * @param thinkingText what the model thought before or between its words
 * @param thinkingExpanded whether the reader left the thinking open
 * @param error why the answer failed; empty for one that did not
 */
public record MessageMetadata(
    Optional<String> model,
    OptionalLong tokens,
    OptionalLong promptTokens,
    AnswerTimes times,
    Optional<String> thinkingText,
    boolean thinkingExpanded,
    Optional<Failure> error) {

  /** Nothing is known. */
  public static final MessageMetadata NONE =
      new MessageMetadata(
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          AnswerTimes.NONE,
          Optional.empty(),
          false,
          Optional.empty());

  /**
   * Why an answer failed.
   *
   * @param code one of the codes of failed answers
   * @param message a sentence for the user, in the language of the request
   */
  public record Failure(String code, String message) {}

  /** Milliseconds from the request to the model to the end of the answer. */
  public OptionalLong processingTime() {
    return times.processing();
  }

  /** Whether there is any thinking text. */
  public boolean hasThinkingProcess() {
    return thinkingText.isPresent();
  }

  /** The same with the given model. */
  public MessageMetadata withModel(String model) {
    return new MessageMetadata(
        Optional.of(model), tokens, promptTokens, times, thinkingText, thinkingExpanded, error);
  }

  /** The same with the given count of tokens. */
  public MessageMetadata withTokens(long tokens) {
    return new MessageMetadata(
        model, OptionalLong.of(tokens), promptTokens, times, thinkingText, thinkingExpanded, error);
  }

  /** The same with the given count of the tokens that the model was given. */
  public MessageMetadata withPromptTokens(long tokens) {
    return new MessageMetadata(
        model, this.tokens, OptionalLong.of(tokens), times, thinkingText, thinkingExpanded, error);
  }

  /** The same with the given processing time in milliseconds. */
  public MessageMetadata withProcessingTime(long millis) {
    return withTimes(
        new AnswerTimes(OptionalLong.of(millis), times.firstToken(), times.thinking()));
  }

  /** The same with these times. */
  public MessageMetadata withTimes(AnswerTimes times) {
    return new MessageMetadata(
        model, tokens, promptTokens, times, thinkingText, thinkingExpanded, error);
  }

  /** The same with the given thinking text; an empty text means none. */
  public MessageMetadata withThinkingText(String text) {
    return new MessageMetadata(
        model,
        tokens,
        promptTokens,
        times,
        text.isEmpty() ? Optional.empty() : Optional.of(text),
        thinkingExpanded,
        error);
  }

  /** The same with the thinking left open or closed. */
  public MessageMetadata withThinkingExpanded(boolean expanded) {
    return new MessageMetadata(model, tokens, promptTokens, times, thinkingText, expanded, error);
  }

  /** The same with the reason of a failure. */
  public MessageMetadata withError(Failure error) {
    return new MessageMetadata(
        model, tokens, promptTokens, times, thinkingText, thinkingExpanded, Optional.of(error));
  }
}
