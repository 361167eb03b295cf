package dev.potok.client;

import dev.potok.protocol.Problem;

/**
 * The server refused the call, and would do so again: a field is wrong, something does not exist,
 * or the call is not allowed. The message is the server's sentence, in the client's language.
 */
public sealed class RefusedException extends PotokClientException permits AnswerRunningException {
  private final transient Problem problem;

  RefusedException(Problem problem) {
    super(problem.title());
    this.problem = problem;
  }

  /** What is wrong, for programs; stable. Empty if something in between refused the call. */
  public String code() {
    return problem.code();
  }

  /** All that the server said: the HTTP status, and the offending and the expected values. */
  public Problem problem() {
    return problem;
  }
}
