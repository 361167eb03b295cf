package dev.potok.langchain4j;

import dev.potok.engine.ModelException;
import dev.potok.models.AnswerWait;
import dev.potok.models.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer while it comes: what the connection and the handler of the answer must know of each
 * other. LangChain4j stands between them and passes on neither an interrupt, nor a failure, nor
 * what the taker of the answer throws as it is, so these are kept here. One thread.
 */
final class Answering {
  private static final ScopedValue<Answering> CURRENT = ScopedValue.newInstance();

  private final Deadline firstToken;
  private final AnswerWait wait;
  private @Nullable InterruptedException interrupt;
  private @Nullable ModelException failure;
  private @Nullable RuntimeException refusal;

  Answering(Deadline firstToken, AnswerWait wait) {
    this.firstToken = firstToken;
    this.wait = wait;
  }

  /** The answer that the calls of this thread belong to. */
  static Answering current() {
    return CURRENT.get();
  }

  /** Calls a model whose requests belong to this answer. */
  void during(Runnable call) {
    ScopedValue.where(CURRENT, this).run(call);
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

  /** Who takes the answer has thrown this, and wants no more of it. */
  void refused(RuntimeException e) {
    refusal = e;
  }

  /** Whether nothing more is to be read. */
  boolean isOver() {
    return interrupt != null || failure != null || refusal != null;
  }

  /** Throws what ended the answer on this side, however much of it had come. */
  void checkTaken() throws InterruptedException {
    if (interrupt != null) {
      throw interrupt;
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  Optional<ModelException> failure() {
    return Optional.ofNullable(failure);
  }
}
