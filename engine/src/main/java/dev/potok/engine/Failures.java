package dev.potok.engine;

import dev.potok.engine.AnswerStore.Failure;

/** What readers are told when an answer fails. Stateless. */
final class Failures {

  /** Code: the server ended before the answer did. */
  static final String INTERRUPTED = "interrupted";

  private static final String EMPTY = "model_empty";
  private static final String INTERNAL = "internal_error";

  private Failures() {}

  static Failure of(ModelException e, Language language) {
    String code = e.kind().code();
    String sentence =
        e.retryAfter().isPresent()
            ? Sentences.of(
                language, code + "_retry_after", e.detail(), e.retryAfter().get().toSeconds())
            : Sentences.of(language, code, e.detail());
    return new Failure(code, sentence, e.kind().retryable());
  }

  static Failure empty(Language language) {
    return new Failure(EMPTY, Sentences.of(language, EMPTY), true);
  }

  static Failure internal(Language language) {
    return new Failure(INTERNAL, Sentences.of(language, INTERNAL), true);
  }

  static Failure interrupted(Language language) {
    return new Failure(INTERRUPTED, Sentences.of(language, INTERRUPTED), true);
  }
}
