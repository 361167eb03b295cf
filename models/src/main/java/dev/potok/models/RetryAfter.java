package dev.potok.models;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads a {@code Retry-After} field.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section 10.2.3</a>
 */
final class RetryAfter {

  /** More digits than any wait needs, and few enough for a long. */
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** The wait that the field asks for, not negative; empty if it cannot be read. */
  static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    // "A delay-seconds value is a non-negative decimal integer, representing time in seconds."
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > MAX_DIGITS
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Long.parseLong(text)));
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
}
