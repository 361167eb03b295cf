package dev.potok.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a call was refused: the body of an {@code application/problem+json} answer.
 *
 * @param status the HTTP status
 * @param code what went wrong, for programs; stable
 * @param title what went wrong, for people, in a sentence they can act on
 * @param fields the offending fields of the request
 * @param messageId the running answer, where the refusal is about one
 * @param retryAfterSeconds after how many seconds the call may succeed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
    int status,
    String code,
    String title,
    List<Field> fields,
    OptionalLong messageId,
    OptionalLong retryAfterSeconds) {

  public Problem {
    fields = List.copyOf(fields);
  }

  /** A problem that is about no field. */
  public static Problem of(int status, String code, String title) {
    return new Problem(status, code, title, List.of(), OptionalLong.empty(), OptionalLong.empty());
  }

  /** The first offending field. */
  public Optional<Field> firstField() {
    return fields.isEmpty() ? Optional.empty() : Optional.of(fields.getFirst());
  }

  /**
   * One offending field.
   *
   * @param name the field's path
   * @param value the offending value, shortened
   * @param expected what would have been accepted
   */
  public record Field(String name, String value, String expected) {}
}
