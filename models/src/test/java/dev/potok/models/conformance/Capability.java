package dev.potok.models.conformance;

/**
 * What not every adapter can do. One that declares it is checked to do it; one that does not is
 * checked to refuse it in words, where it can be asked for.
 */
public enum Capability {
  /** Its models run on a server, which can refuse, be busy or speak no sense. */
  SERVER,
  /** Models can be given tools to call. */
  TOOLS,
  /** A model that is given tools can be kept from calling any. */
  NO_TOOL,
  /** The server lists its models, so that none need be configured. */
  MODEL_LIST,
  /** What came before a break is handed on even if it was not read before it. */
  UNREAD_TEXT_SURVIVES
}
