package dev.potok.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event of a stream in any framing, whose JSON is parsed when first asked for. One thread. */
final class StreamEvent {
  private final String name;
  private final String data;
  private final String id;
  private @Nullable JsonFields json;

  /**
   * An event.
   *
   * @param name its SSE event type; empty in JSON lines
   * @param id its SSE id; empty in JSON lines
   */
  StreamEvent(String name, String data, String id) {
    this.name = name;
    this.data = data;
    this.id = id;
  }

  String name() {
    return name;
  }

  String data() {
    return data;
  }

  String id() {
    return id;
  }

  /**
   * The data as a JSON object.
   *
   * @throws JsonFormatException if it is none
   */
  JsonFields json() {
    JsonFields fields = json;
    if (fields == null) {
      fields = JsonFields.parse(data);
      json = fields;
    }
    return fields;
  }

  /** The data as a JSON object, if it is one. */
  Optional<JsonFields> jsonIfAny() {
    try {
      return Optional.of(json());
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The type that stands inside the JSON, or else the event's name.
   *
   * @throws JsonFormatException if the data is not a JSON object
   */
  String type() {
    return json().textIfAny("type").orElse(name);
  }

  /** Whether the stream has given the event no name of its own. */
  boolean isUnnamed() {
    return name.isEmpty() || name.equals("message");
  }

  /** Whether this is {@code [DONE]}, the end of several formats, and no JSON. */
  boolean isDone() {
    return data.equals("[DONE]");
  }
}
