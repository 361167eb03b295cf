package dev.potok.chat;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.Problem;
import java.util.OptionalLong;

/**
 * What went wrong last, to be shown in an error bar.
 *
 * @param code what went wrong, for programs; stable. The codes of this class are the session's own
 *     and have no sentence in the reader's language
 * @param message what went wrong, for people, in a sentence of the server; the code's reason where
 *     the code is of this class
 * @param canRetry whether {@link ChatSession#retry} does something about it; false as well for an
 *     answer that has failed and keeps its text, which is shown with a retry of its own
 * @param runningMessageId the answer that runs already, where that was the reason
 * @param retryAfterSeconds after how many seconds another attempt may succeed
 */
public record ChatError(
    String code,
    String message,
    boolean canRetry,
    OptionalLong runningMessageId,
    OptionalLong retryAfterSeconds) {

  /** Code: the server could not be reached. */
  public static final String NETWORK = "network";

  /** Code: what the server streams cannot be read. */
  public static final String UNREADABLE = "unreadable_stream";

  static ChatError of(Problem problem, boolean canRetry) {
    return new ChatError(
        problem.code(),
        problem.title(),
        canRetry,
        problem.messageId(),
        problem.retryAfterSeconds());
  }

  static ChatError of(AnswerError error, boolean canRetry) {
    return of(error.code(), error.message(), canRetry);
  }

  static ChatError of(String code, String message, boolean canRetry) {
    return new ChatError(code, message, canRetry, OptionalLong.empty(), OptionalLong.empty());
  }
}
