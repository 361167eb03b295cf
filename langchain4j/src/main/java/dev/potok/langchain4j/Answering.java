package dev.potok.langchain4j;

import dev.potok.engine.ModelException;
import dev.potok.models.AnswerWait;
import dev.potok.models.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer while it comes: what the connection and the handler of the answer must know of each
 * other. LangChain4j stands between them and passes on neither an interrupt nor a failure as it is,
 * so both are kept here. One thread.
 */
final class Answering {
  private final Deadline firstToken;
  private final AnswerWait wait;
  private @Nullable InterruptedException interrupt;
  private @Nullable ModelException failure;

  Answering(Deadline firstToken, AnswerWait wait) {
    this.firstToken = firstToken;
    this.wait = wait;
  }

  Deadline firstToken() {
    return firstToken;
  }

  AnswerWait await() {
    return wait;
  }

  /** The thread is interrupted: nothing more is to be read. */
  void interrupted(InterruptedException e) {
    interrupt = e;
  }

  /** The answer has failed; the first failure is the cause of the others. */
  void failed(ModelException e) {
    if (failure == null) {
      failure = e;
    }
  }

  /** Whether nothing more is to be read. */
  boolean isOver() {
    return interrupt != null || failure != null;
  }

  void checkInterrupt() throws InterruptedException {
    if (interrupt != null) {
      throw interrupt;
    }
  }

  Optional<ModelException> failure() {
    return Optional.ofNullable(failure);
  }
}
