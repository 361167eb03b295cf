package dev.potok.engine;

/** What becomes of an answer that has text and then fails, or is interrupted. */
public enum OnFailure {
  /** It stays, marked as what it is. */
  KEEP,
  /** It goes as one without text does: a failed one with its question, an interrupted one alone. */
  REMOVE
}
