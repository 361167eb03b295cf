package dev.potok.protocol;

/** Why an answer came to its end. */
public enum FinishReason {
  /** The model had said all. */
  STOP("stop"),
  /** A limit of length was reached. */
  LENGTH("length"),
  /** The user stopped it. */
  STOPPED("stopped"),
  /** The model asks for a tool. */
  TOOL_CALLS("tool_calls"),
  /** The provider's filter cut the answer. */
  CONTENT_FILTER("content_filter");

  private final String wireName;

  FinishReason(String wireName) {
    this.wireName = wireName;
  }

  /** The reason's name in JSON. */
  public String wireName() {
    return wireName;
  }
}
