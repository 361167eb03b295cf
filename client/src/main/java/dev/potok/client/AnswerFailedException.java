package dev.potok.client;

import dev.potok.protocol.AnswerError;
import dev.potok.protocol.MessageRead;
import java.util.Optional;

/**
 * The answer has failed at the server: the model could not be reached, broke off, or the server
 * ended first. Nothing more comes. An answer that has text keeps it, and {@link
 * Chat#continueAnswer} goes on from there; one without was taken back together with its question.
 */
public final class AnswerFailedException extends PotokClientException {
  private final transient AnswerError error;

  AnswerFailedException(AnswerError error) {
    super(error.message() + " (" + error.code() + ")");
    this.error = error;
  }

  /** What went wrong, for programs; stable: {@code model_unavailable}, {@code interrupted}, … */
  public String code() {
    return error.code();
  }

  /** Whether the same question may be answered later. */
  public boolean isRetryable() {
    return error.retryable();
  }

  /** The answer as far as it came, if it is kept. */
  public Optional<MessageRead> partial() {
    return error.partial();
  }

  /** The event that said so. */
  public AnswerError error() {
    return error;
  }
}
