package dev.potok.langchain4j;

/** Carries an interrupt through code that declares none. */
final class InterruptedCallException extends RuntimeException {
  private final transient InterruptedException interrupt;

  InterruptedCallException(InterruptedException interrupt) {
    super(interrupt);
    this.interrupt = interrupt;
  }

  InterruptedException interrupt() {
    return interrupt;
  }
}
