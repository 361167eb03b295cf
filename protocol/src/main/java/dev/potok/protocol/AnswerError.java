package dev.potok.protocol;

import java.util.Optional;

/**
 * An answer has failed, or its stream cannot be read further.
 *
 * @param code what went wrong, for programs; stable
 * @param message what went wrong, for people
 * @param retryable whether the same request may succeed later
 * @param partial the answer as far as it came, if it is kept
 */
public record AnswerError(
    String code, String message, boolean retryable, Optional<MessageRead> partial)
    implements AnswerEvent {

  /** The event's name on the wire. */
  public static final String TYPE = "error";

  /** Code: the stream closed before its end; the reader should resume. */
  public static final String CUT_OFF = "cut_off";

  /** Code: the stream holds something that is not valid in its format. */
  public static final String BAD_STREAM = "bad_stream";

  @Override
  public String type() {
    return TYPE;
  }
}
