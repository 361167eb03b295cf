package dev.potok.testkit;

import java.time.Duration;

/** One thing that a scripted answer does, in its turn. */
sealed interface Step {

  /** A piece of the answer's text: one token, one event. */
  record Text(String text) implements Step {}

  /** A piece of thinking, in {@code reasoning_content}. */
  record Thinking(String text) implements Step {}

  /** Nothing, for this long. */
  record Wait(Duration time) implements Step {}

  /** An error object in the stream. */
  record Failure(String message) implements Step {}

  /** Characters written as they are. */
  record Raw(String text) implements Step {}

  /** A line that does not end. */
  record EndlessLine(int bytes) implements Step {}

  /** The chunk with the finish reason. */
  record Finish(String reason) implements Step {}

  /** The chunk with the usage, if the script counts tokens. */
  record Usage() implements Step {}

  /** The {@code [DONE]} line. */
  record Done() implements Step {}

  /** The connection is cut here. */
  record CutOff(Cut cut) implements Step {}

  /** Whether this is a piece of text or thinking. */
  default boolean isToken() {
    return switch (this) {
      case Text _, Thinking _ -> true;
      case Wait _, Failure _, Raw _, EndlessLine _, Finish _, Usage _, Done _, CutOff _ -> false;
    };
  }
}
