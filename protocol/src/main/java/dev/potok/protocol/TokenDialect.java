package dev.potok.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Streams of {@code message.created}, {@code agent.thought.delta}, {@code token} and {@code done},
 * as many applications write them by hand. There is no document of the format, so it is read
 * broadly: a piece is the data itself, a JSON string, or a JSON object with the text in one of
 * {@link #TEXT_FIELDS}; which of these is told by the first piece, so that no text is taken for
 * JSON. Its ends are {@code done} and {@code error}.
 */
final class TokenDialect implements Dialect {
  private static final String[] TEXT_FIELDS = {"delta", "content", "text", "token", "value"};

  /** Fields that hold an object with the fields, or the text. */
  private static final String[] ENVELOPES = {"data", "delta", "payload", "message"};

  /** How a stream writes its pieces. */
  private enum Writing {
    UNKNOWN,
    OBJECTS,
    STRINGS,
    PLAIN
  }

  private final ForeignAnswer answer = new ForeignAnswer();
  private Writing writing = Writing.UNKNOWN;

  @Override
  public boolean names(String event) {
    return switch (event) {
      case "message.created", "agent.thought.delta", "token", "done", "error" -> true;
      default -> false;
    };
  }

  @Override
  public boolean recognises(StreamEvent event) {
    return switch (event.isUnnamed() ? event.type() : event.name()) {
      case "message.created", "agent.thought.delta", "token" -> true;
      case "error" -> !event.isUnnamed() && !event.data().startsWith("{");
      default -> false;
    };
  }

  @Override
  public void read(StreamEvent event, Sink sink) {
    if (event.isDone()) {
      answer.end(sink);
      return;
    }
    switch (event.isUnnamed() ? event.type() : event.name()) {
      case "message.created" -> {
        event.jsonIfAny().ifPresent(this::metadata);
        answer.start(sink);
      }
      case "agent.thought.delta" -> answer.thinking(Optional.of(piece(event)), sink);
      case "token" -> answer.text(Optional.of(piece(event)), sink);
      case "done" -> {
        event.jsonIfAny().ifPresent(this::last);
        answer.end(sink);
      }
      case "error" ->
          answer.fail(
              event
                  .jsonIfAny()
                  .map(ProviderError::of)
                  .orElseGet(() -> ProviderError.of(event.data())),
              sink);
      default -> sink.unknown(event);
    }
  }

  private String piece(StreamEvent event) {
    if (writing == Writing.UNKNOWN) {
      writing = writingOf(event);
    }
    return switch (writing) {
      case UNKNOWN, PLAIN -> event.data();
      case STRINGS -> JsonFields.parseString(event.data());
      case OBJECTS ->
          text(event.json())
              .orElseThrow(() -> new JsonFormatException("content", "missing", "a string"));
    };
  }

  private static Writing writingOf(StreamEvent event) {
    Optional<JsonFields> json = event.jsonIfAny();
    if (json.isPresent()) {
      return event.isUnnamed() || text(json.get()).isPresent() ? Writing.OBJECTS : Writing.PLAIN;
    }
    try {
      JsonFields.parseString(event.data());
      return Writing.STRINGS;
    } catch (JsonFormatException e) {
      return Writing.PLAIN;
    }
  }

  private static Optional<String> text(JsonFields json) {
    for (String name : TEXT_FIELDS) {
      if (json.isString(name)) {
        return json.optionalString(name);
      }
    }
    for (String name : ENVELOPES) {
      Optional<JsonFields> inner = json.objectIfAny(name);
      if (inner.isPresent()) {
        return text(inner.get());
      }
    }
    return json.textIfAny("data");
  }

  private void last(JsonFields json) {
    metadata(json);
    json.textIfAny("finish_reason").or(() -> json.textIfAny("reason")).ifPresent(answer::finish);
  }

  private void metadata(JsonFields json) {
    answer.model(json.textIfAny("model"));
    answer.tokens(json.int64IfAny("tokens"));
    json.objectIfAny("usage")
        .ifPresent(usage -> {
          answer.tokens(either(usage, "completion_tokens", "output_tokens"));
          answer.promptTokens(either(usage, "prompt_tokens", "input_tokens"));
        });
    for (String name : ENVELOPES) {
      json.objectIfAny(name).ifPresent(this::metadata);
    }
  }

  private static OptionalLong either(JsonFields json, String one, String other) {
    OptionalLong value = json.int64IfAny(one);
    return value.isPresent() ? value : json.int64IfAny(other);
  }
}
