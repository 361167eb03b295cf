package dev.potok.client;

import java.time.Duration;
import java.util.Optional;

/**
 * The server could not be reached, or could not take the call now. The library has tried again as
 * long as it was told to; the same call may succeed later.
 */
public final class RetryLaterException extends PotokClientException {

  /** The code of a server that could not be reached, or whose reply broke off. */
  public static final String UNREACHABLE = "unreachable";

  private final String code;
  private final boolean unsettled;
  private final transient Optional<Duration> retryAfter;

  RetryLaterException(
      String message, String code, boolean unsettled, Optional<Duration> retryAfter) {
    super(message);
    this.code = code;
    this.unsettled = unsettled;
    this.retryAfter = retryAfter;
  }

  static RetryLaterException unreachable(String message, boolean unsettled) {
    return new RetryLaterException(message, UNREACHABLE, unsettled, Optional.empty());
  }

  /** What went wrong, for programs: a code of the server, or {@link #UNREACHABLE}. */
  public String code() {
    return code;
  }

  /**
   * Whether the server may have done what it was asked, since its reply was lost. Before such a
   * call is repeated, look at the chat; a send with the same {@link Question#clientMessageId()} is
   * safe to repeat without looking.
   */
  public boolean isUnsettled() {
    return unsettled;
  }

  /** How long the server asks to wait, if it said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
