package dev.potok.protocol;

/** The state of a message. A user's message is always {@link #COMPLETE}. */
public enum MessageStatus {
  /** The text is whole. */
  COMPLETE("complete"),
  /** The text is still growing. */
  STREAMING("streaming"),
  /** The user stopped the answer; the text is what came before. */
  STOPPED("stopped"),
  /** The server ended before the answer did; the text is what came before. */
  INTERRUPTED("interrupted"),
  /** The model failed; the text is what came before. */
  FAILED("failed");

  private final String wireName;

  MessageStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The status's name in JSON. */
  public String wireName() {
    return wireName;
  }
}
