package dev.potok.models.conformance;

/**
 * What not every adapter can do. One that declares it is checked to do it; one that does not is
 * checked to refuse it in words.
 */
public enum Capability {
  /** Models can be given tools to call. */
  TOOLS,
  /** The server lists its models, so that none need be configured. */
  MODEL_LIST,
  /** What came before a break is handed on even if it was not read before it. */
  UNREAD_TEXT_SURVIVES
}
