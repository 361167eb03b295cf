package dev.potok.models;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import dev.potok.protocol.AnswerError;
import dev.potok.protocol.JsonFields;
import dev.potok.protocol.ProviderError;

/** Tells what has failed in the middle of an answer, without the keys of its provider. */
public final class ReportedFailure {

  private ReportedFailure() {}

  /** The failure that an event of a provider's tells, in any of the shapes that are seen. */
  public static ModelException of(JsonFields event, ProviderSettings settings) {
    return of(ProviderError.of(event), settings);
  }

  /** The failure that a provider gives a name, such as {@code throttlingException}. */
  public static ModelException of(String type, String message, ProviderSettings settings) {
    return of(ProviderError.of(type, message), settings);
  }

  /** The failure of an answer that cannot be read. */
  public static ModelException unreadable(Throwable why, ProviderSettings settings) {
    return ModelException.of(Kind.BAD_RESPONSE, said(why, settings));
  }

  /** What an exception says on one line, without the keys. */
  public static String said(Throwable why, ProviderSettings settings) {
    String message = why.getMessage();
    return ErrorDetail.oneLine(
        settings.withoutKey(message == null ? why.getClass().getSimpleName() : message));
  }

  /** The decoder tells what a provider reports by the codes of the wire. */
  static ModelException of(AnswerError error, ProviderSettings settings) {
    return ModelException.of(
        kind(error.code()), ErrorDetail.oneLine(settings.withoutKey(error.message())));
  }

  private static Kind kind(String code) {
    for (Kind kind : Kind.values()) {
      if (kind.code().equals(code)) {
        return kind;
      }
    }
    return Kind.FAILED;
  }
}
