package dev.potok.protocol;

/**
 * One format of streams, for one stream: says whether an event belongs to it, and maps what it
 * reads to Potok's events.
 */
sealed interface Dialect
    permits PotokDialect,
        OpenAiChatDialect,
        OpenAiResponsesDialect,
        AnthropicDialect,
        OllamaDialect,
        AiSdkDialect,
        TokenDialect {

  /** Takes what a dialect has read. */
  interface Sink {
    void event(AnswerEvent event);

    void toolCall(ToolCallDelta delta);

    void unknown(StreamEvent event);

    /** The sequence number of the event that follows. */
    void position(long seq);
  }

  /** Whether this format gives this name to events, whose data must then be as it says. */
  boolean names(String event);

  /**
   * Whether this event could only come from this format.
   *
   * @throws JsonFormatException if the event's data is not a JSON object
   */
  boolean recognises(StreamEvent event);

  /**
   * Maps an event.
   *
   * @throws JsonFormatException if the event breaks the format
   * @throws StreamFormatException if the answer breaks a limit
   */
  void read(StreamEvent event, Sink sink);

  /** The stream has closed: emits the end if the stream has said all that an end needs. */
  default void close(Sink sink) {}
}
