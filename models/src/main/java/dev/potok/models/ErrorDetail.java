package dev.potok.models;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import java.util.Optional;

/** Finds in the body of an error response the one line that a person wants to see. */
final class ErrorDetail {

  /** The longest detail, in characters. */
  static final int MAX_CHARACTERS = 300;

  private ErrorDetail() {}

  /** What the body says: its {@code error.message} or the like, or the text itself if it is one. */
  static Optional<String> in(String body) {
    String text = body.strip();
    if (text.startsWith("{")) {
      return message(text).map(ErrorDetail::oneLine);
    }
    if (text.isEmpty() || text.startsWith("<")) {
      return Optional.empty();
    }
    return Optional.of(oneLine(text));
  }

  /** A text on one line, shortened to a few hundred characters. */
  static String oneLine(String text) {
    String line = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
  }

  private static Optional<String> message(String json) {
    try {
      JsonFields fields = JsonFields.parse(json);
      return string(fields, "error")
          .or(() -> nested(fields, "error"))
          .or(() -> string(fields, "message"))
          .or(() -> string(fields, "detail"));
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> nested(JsonFields fields, String name) {
    try {
      return fields.optionalObject(name).flatMap(object -> string(object, "message"));
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }

  /** The field if it is a text that says something. */
  private static Optional<String> string(JsonFields fields, String name) {
    try {
      return fields.optionalString(name).filter(text -> !text.isBlank());
    } catch (JsonFormatException e) {
      return Optional.empty();
    }
  }
}
