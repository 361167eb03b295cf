package dev.potok.models;

import dev.potok.engine.Prompt;
import java.net.http.HttpRequest;

/**
 * What one provider's API has of its own: where its calls lie, how it is told who asks, and how a
 * request is written. What all have in common is in {@link HttpModelProvider} and {@link
 * ModelCalls}; their streams are told apart by the decoder. Thread-safe.
 */
interface WireFormat {

  /** The call that lists models, below the base URL. */
  String modelsPath();

  /** The call that answers, below the base URL. */
  String answerPath();

  /** Adds the header fields that every request needs. */
  void headers(HttpRequest.Builder request);

  /** The body of a request for a streamed answer, as JSON. */
  String body(Prompt prompt);

  /** Whether a request carries what {@link dev.potok.engine.ModelProvider} calls further fields. */
  default boolean takesFurtherFields() {
    return false;
  }

  /**
   * Learns from a refusal.
   *
   * @return whether {@link #body} now writes a request that the server may take
   */
  default boolean adapts(Refusal refusal) {
    return false;
  }
}
