package dev.potok.client;

import dev.potok.protocol.Problem;

/**
 * The chat has an answer that is still running, and takes nothing new until it has ended. Read it
 * with {@link Chat#read(long)}, or end it with {@link Chat#stop(long)}.
 */
public final class AnswerRunningException extends RefusedException {

  /** The code of the refusal. */
  static final String CODE = "answer_running";

  private final long messageId;

  AnswerRunningException(Problem problem, long messageId) {
    super(problem);
    this.messageId = messageId;
  }

  /** The answer that is running. */
  public long messageId() {
    return messageId;
  }
}
