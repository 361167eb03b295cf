package dev.potok.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.potok.protocol.JsonFields;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.Problem;
import dev.potok.protocol.WireJson;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A response that is not what was asked for.
 *
 * @param problem what the server said; with an empty code if that was no problem document
 * @param retryAfter how long it asks to wait
 */
record Refusal(Problem problem, Optional<Duration> retryAfter) {

  /** How much is read of the body of a refusal, in bytes. */
  static final int MAX_BYTES = 64 * 1024;

  /** How much of what is no problem document is shown, in characters. */
  private static final int SHOWN_CHARACTERS = 120;

  static Refusal of(int status, HttpHeaders headers, byte[] body, Instant now) {
    Problem problem = problem(status, new String(body, UTF_8));
    Optional<Duration> wait =
        headers.firstValue("Retry-After").flatMap(value -> retryAfter(value, now));
    if (wait.isEmpty() && problem.retryAfterSeconds().isPresent()) {
      long seconds = Math.max(0, problem.retryAfterSeconds().getAsLong());
      wait = Optional.of(Duration.ofSeconds(seconds));
    }
    return new Refusal(problem, wait.map(Deadline::capped));
  }

  private static Problem problem(int status, String body) {
    try {
      return WireJson.readProblem(JsonFields.parse(body));
    } catch (JsonFormatException e) {
      String text = body.strip();
      String shown =
          text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
      return Problem.of(
          status, "", "HTTP status " + status + (shown.isEmpty() ? "" : ": " + shown));
    }
  }

  /**
   * The wait that a field asks for.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
   */
  static Optional<Duration> retryAfter(String value, Instant now) {
    String text = value.strip();
    // "A delay-seconds value is a non-negative decimal integer, representing time in seconds."
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    // "The Retry-After field value can be either an HTTP-date or a number of seconds to delay."
    try {
      Instant time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, time);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  int status() {
    return problem.status();
  }

  /** Whether the call was not taken, and may be a little later. */
  boolean isNotNow() {
    return switch (status()) {
      case 408, 425, 429, 503 -> true;
      default -> false;
    };
  }

  /** Whether something in between speaks, behind which the server may have taken the call. */
  boolean isOfGateway() {
    return status() == 502 || status() == 504;
  }

  /** Whether the same call may be taken at some time. */
  boolean mayPass() {
    return isNotNow() || status() >= 500;
  }

  /** What the caller is told. */
  PotokClientException exception(boolean unsettled) {
    if (mayPass()) {
      return new RetryLaterException(problem.title(), problem.code(), unsettled, retryAfter);
    }
    boolean isOfPotok = !problem.code().isEmpty();
    boolean isOfAccess = status() == 401 || status() == 403 || status() == 407;
    if (!isOfPotok && !isOfAccess) {
      return new UnexpectedReplyException(problem.title() + " (expected: a reply of Potok)");
    }
    if (problem.code().equals(AnswerRunningException.CODE) && problem.messageId().isPresent()) {
      return new AnswerRunningException(problem, problem.messageId().getAsLong());
    }
    return new RefusedException(problem);
  }
}
