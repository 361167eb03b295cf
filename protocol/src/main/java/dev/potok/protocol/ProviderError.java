package dev.potok.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a foreign format says of a failure, in any of the shapes that are seen. */
public final class ProviderError {
  private static final String NO_MESSAGE = "the model reports an error";

  // The codes under which Potok's own streams tell the same failures.
  private static final String RATE_LIMITED = "model_rate_limited";
  private static final String UNAVAILABLE = "model_unavailable";
  private static final String NOT_FOUND = "model_not_found";
  private static final String UNAUTHORIZED = "model_unauthorized";
  private static final String REFUSED = "model_refused";
  private static final String FAILED = "model_failed";

  /** Part of a type or a code, and what it means; the first that fits decides. */
  private static final String[][] MEANINGS = {
    {"quota", REFUSED},
    {"billing", REFUSED},
    {"rate_limit", RATE_LIMITED},
    {"throttling", RATE_LIMITED},
    {"overloaded", UNAVAILABLE},
    {"unavailable", UNAVAILABLE},
    {"timeout", UNAVAILABLE},
    {"server_error", FAILED},
    {"api_error", FAILED},
    {"not_found", NOT_FOUND},
    {"authentication", UNAUTHORIZED},
    {"permission", UNAUTHORIZED},
    {"api_key", UNAUTHORIZED},
    {"invalid", REFUSED},
    {"validation", REFUSED},
    {"too_large", REFUSED},
    {"context_length", REFUSED},
  };

  private ProviderError() {}

  /**
   * The error of an event: {@code {"error": {"message", "type", "code"}}}, {@code {"error": "…"}},
   * or the same fields in the event itself. What is not of the expected type is passed over, since
   * an error that is told badly is an error all the same.
   */
  public static AnswerError of(JsonFields event) {
    JsonFields error = event.objectIfAny("error").orElse(event);
    String message =
        text(event, "error")
            .or(() -> text(error, "message"))
            .or(() -> text(error, "errorText"))
            .or(() -> text(error, "detail"))
            .or(() -> text(event, "message"))
            .orElse(NO_MESSAGE);
    String type = text(error, "type").filter(name -> !name.equals(AnswerError.TYPE)).orElse("");
    String code = codeOf(type, text(error, "code").orElse(""), error.int64IfAny("code"));
    return new AnswerError(
        code,
        type.isEmpty() ? message : type + ": " + message,
        isRetryable(code),
        Optional.empty());
  }

  /** The error that a provider gives a name, in whatever way. */
  public static AnswerError of(String type, String message) {
    String code = codeOf(type, "", OptionalLong.empty());
    return new AnswerError(code, type + ": " + message, isRetryable(code), Optional.empty());
  }

  /** An error of which nothing but a text is known, or not even that. */
  static AnswerError of(String message) {
    return new AnswerError(
        FAILED, message.isEmpty() ? NO_MESSAGE : message, isRetryable(FAILED), Optional.empty());
  }

  private static Optional<String> text(JsonFields fields, String name) {
    return fields.textIfAny(name).filter(text -> !text.isEmpty());
  }

  private static String codeOf(String type, String code, OptionalLong status) {
    String names = (type + ' ' + code).toLowerCase(Locale.ROOT);
    for (String[] meaning : MEANINGS) {
      if (names.contains(meaning[0])) {
        return meaning[1];
      }
    }
    return ofStatus(status.isPresent() ? Long.toString(status.getAsLong()) : code);
  }

  /** Some give a status of HTTP as the code, as a number or as a text. */
  private static String ofStatus(String status) {
    if (status.length() != 3) {
      return FAILED;
    }
    return switch (status) {
      case "401", "403" -> UNAUTHORIZED;
      case "404" -> NOT_FOUND;
      case "408", "503", "529" -> UNAVAILABLE;
      case "429" -> RATE_LIMITED;
      default -> status.charAt(0) == '4' ? REFUSED : FAILED;
    };
  }

  private static boolean isRetryable(String code) {
    return switch (code) {
      case REFUSED, NOT_FOUND, UNAUTHORIZED -> false;
      default -> true;
    };
  }
}
