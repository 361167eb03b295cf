package dev.potok.models;

import dev.potok.engine.ModelException;
import dev.potok.engine.ModelException.Kind;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A response whose status is not 2xx.
 *
 * @param status the status code
 * @param headers the response's header fields
 * @param body the beginning of the body, without the key
 */
record Refusal(int status, HttpHeaders headers, String body) {

  /** What it means for the answer. */
  AttemptFailedException failure(Instant now) {
    Optional<Duration> retryAfter =
        headers.firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, now));
    boolean mayRetry =
        switch (status) {
          case 429 -> retryAfter.isPresent();
          // 529 is what Anthropic says when it is overloaded.
          case 502, 503, 504, 529 -> true;
          default -> false;
        };
    return new AttemptFailedException(exception(retryAfter), mayRetry);
  }

  private ModelException exception(Optional<Duration> retryAfter) {
    if (status == 429 && retryAfter.isPresent()) {
      return ModelException.rateLimited(detail(), retryAfter.get());
    }
    if (kind() == Kind.UNAVAILABLE && retryAfter.isPresent()) {
      return ModelException.unavailable(detail(), retryAfter.get());
    }
    return ModelException.of(kind(), detail());
  }

  private Kind kind() {
    return switch (status) {
      case 401, 403 -> Kind.UNAUTHORIZED;
      case 404 -> Kind.NOT_FOUND;
      case 429 -> Kind.RATE_LIMITED;
      default -> {
        if (isRedirect()) {
          // Nothing to be found at this address, as far as a request with a key may go.
          yield Kind.NOT_FOUND;
        }
        if (status >= 400 && status < 500) {
          yield Kind.REFUSED;
        }
        yield status >= 500 ? Kind.UNAVAILABLE : Kind.BAD_RESPONSE;
      }
    };
  }

  private String detail() {
    if (isRedirect()) {
      return "HTTP "
          + status
          + ": redirects to "
          + headers.firstValue("Location").map(ErrorDetail::oneLine).orElse("nowhere")
          + ", which is not followed; set base-url to the address itself";
    }
    return "HTTP " + status + ErrorDetail.in(body).map(message -> ": " + message).orElse("");
  }

  private boolean isRedirect() {
    return status >= 300 && status < 400;
  }
}
