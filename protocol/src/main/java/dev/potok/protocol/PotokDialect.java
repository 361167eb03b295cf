package dev.potok.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/** Potok's own events, named by the SSE field {@code event} or by {@code type} inside the JSON. */
final class PotokDialect implements Dialect {

  @Override
  public boolean recognises(StreamEvent event) {
    return switch (typeOf(event)) {
      // Anthropic's message_start has a message too, but one that says of itself what it is.
      case MessageStart.TYPE ->
          event
              .json()
              .optionalObject("message")
              .filter(message -> message.has("chat_id"))
              .isPresent();
      case MessageDelta.TYPE -> event.json().has("delta") || event.json().has("thinking");
      case MessageEnd.TYPE -> event.json().has("finish_reason");
      case AnswerError.TYPE -> event.json().has("code") && event.json().has("retryable");
      default -> false;
    };
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    switch (typeOf(event)) {
      case MessageStart.TYPE -> emit(event, WireJson.readStart(json), sink);
      case MessageDelta.TYPE -> emit(event, WireJson.readDelta(json), sink);
      case MessageEnd.TYPE -> emit(event, WireJson.readEnd(json), sink);
      case AnswerError.TYPE -> emit(event, WireJson.readError(json), sink);
      default -> sink.unknown(event);
    }
  }

  private static void emit(StreamEvent event, AnswerEvent read, Sink sink) {
    OptionalLong seq = seqOf(event);
    if (seq.isPresent()) {
      sink.position(seq.getAsLong());
    }
    sink.event(read);
  }

  private static String typeOf(StreamEvent event) {
    Optional<String> inner = event.innerType();
    return inner.orElse(event.name());
  }

  /** The field {@code seq}, else the SSE id; empty if the event has neither. */
  private static OptionalLong seqOf(StreamEvent event) {
    if (event.id().isEmpty() || event.json().has("seq")) {
      return event.json().optionalInt64("seq");
    }
    try {
      return OptionalLong.of(Long.parseLong(event.id()));
    } catch (NumberFormatException e) {
      throw new JsonFormatException("id", event.id(), "a sequence number");
    }
  }
}
