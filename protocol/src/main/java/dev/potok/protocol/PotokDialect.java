package dev.potok.protocol;

import java.util.OptionalLong;

/** Potok's own events, named by the SSE field {@code event} or by {@code type} inside the JSON. */
final class PotokDialect implements Dialect {

  @Override
  public boolean names(String event) {
    return switch (event) {
      case MessageStart.TYPE, MessageDelta.TYPE, MessageEnd.TYPE, AnswerError.TYPE -> true;
      default -> false;
    };
  }

  /** Anthropic has events of two of these names, but of another shape. */
  @Override
  public boolean recognises(StreamEvent event) {
    JsonFields json = event.json();
    return switch (event.type()) {
      case MessageStart.TYPE ->
          json.objectIfAny("message").filter(message -> message.has("chat_id")).isPresent();
      case MessageDelta.TYPE ->
          json.has("thinking") || (json.has("delta") && json.objectIfAny("delta").isEmpty());
      case MessageEnd.TYPE -> json.has("finish_reason");
      case AnswerError.TYPE -> json.has("code") && json.has("retryable");
      default -> false;
    };
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    JsonFields json = event.json();
    switch (event.type()) {
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
