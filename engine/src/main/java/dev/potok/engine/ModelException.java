package dev.potok.engine;

import dev.potok.protocol.PotokException;
import java.time.Duration;
import java.util.Optional;

/** A model did not answer, or not to the end. */
public final class ModelException extends PotokException {

  /** What went wrong. Each has its own code on the wire and its own sentence. */
  public enum Kind {
    /** The provider refuses the key: 401 or 403. */
    UNAUTHORIZED("model_unauthorized", false),
    /** The provider knows no such model or address: 404. */
    NOT_FOUND("model_not_found", false),
    /** The provider refuses the request itself: another 4xx. */
    REFUSED("model_refused", false),
    /** Too many requests: 429. */
    RATE_LIMITED("model_rate_limited", true),
    /** The provider cannot be reached, or answers 5xx. */
    UNAVAILABLE("model_unavailable", true),
    /** Nothing came before the time limit for the first token. */
    TIMEOUT("model_timeout", true),
    /** The stream fell silent. */
    SILENT("model_silent", true),
    /** The stream ended without saying that the answer is whole. */
    CUT_OFF("model_cut_off", true),
    /** The stream holds something that cannot be read. */
    BAD_RESPONSE("model_bad_response", true),
    /** The model reports an error in the middle of its stream. */
    FAILED("model_failed", true);

    private final String code;
    private final boolean retryable;

    Kind(String code, boolean retryable) {
      this.code = code;
      this.retryable = retryable;
    }

    /** The code on the wire; stable. */
    public String code() {
      return code;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
      return retryable;
    }
  }

  private final Kind kind;
  private final String detail;
  private final Optional<Duration> retryAfter;

  private ModelException(Kind kind, String detail, Optional<Duration> retryAfter) {
    super(kind.code() + ": " + detail);
    this.kind = kind;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }

  /**
   * A failure.
   *
   * @param detail what the provider said or what was seen, in one short line; never a secret
   */
  public static ModelException of(Kind kind, String detail) {
    return new ModelException(kind, detail, Optional.empty());
  }

  /** A refusal for too many requests, with the provider's word on when to come back. */
  public static ModelException rateLimited(String detail, Duration retryAfter) {
    return new ModelException(Kind.RATE_LIMITED, detail, Optional.of(retryAfter));
  }

  /** A provider that is overloaded and says when to come back. */
  public static ModelException unavailable(String detail, Duration retryAfter) {
    return new ModelException(Kind.UNAVAILABLE, detail, Optional.of(retryAfter));
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What the provider said or what was seen. */
  public String detail() {
    return detail;
  }

  /** When to come back, if the provider said so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
