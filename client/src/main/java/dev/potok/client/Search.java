package dev.potok.client;

import dev.potok.chat.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * The search for a server whose stream was lost: how long to wait before each attempt, and until
 * when. Belongs to the thread that reads the answer.
 */
final class Search {
  private final Calls calls;
  private final Backoff backoff;

  /** Until when it is sought; absent while the server is there. */
  private Optional<Deadline> until = Optional.empty();

  /** How long the server asked to wait before the next connection. */
  private Duration asked = Duration.ZERO;

  Search(Calls calls) {
    this.calls = calls;
    this.backoff = calls.backoff();
  }

  /** The server asks to wait before the next connection, in milliseconds. */
  void ask(long millis) {
    asked = Duration.ofMillis(Math.clamp(millis, 0, giveUpAfter().toMillis()));
  }

  private Duration giveUpAfter() {
    return calls.settings().giveUpAfter();
  }

  /** The server is there again. */
  void found() {
    if (until.isPresent()) {
      until = Optional.empty();
      calls.settings().listener().restored();
    }
  }

  /** The server has said something new: the next attempt after a loss is a first one. */
  void progress() {
    backoff.reset();
  }

  /** The least wait before the next attempt, by what the server has asked for. */
  Duration least(Duration askedByReply) {
    Duration least = askedByReply.compareTo(asked) > 0 ? askedByReply : asked;
    asked = Duration.ZERO;
    return least;
  }

  /** The wait before the next attempt; none if the time for the search is over before it. */
  Optional<Duration> next(Duration least) {
    Deadline deadline = until.orElseGet(() -> calls.deadline(giveUpAfter()));
    until = Optional.of(deadline);
    Duration own = Duration.ofMillis(backoff.nextMillis());
    Duration wait = own.compareTo(least) > 0 ? own : least;
    return wait.toNanos() < deadline.remainingNanos() ? Optional.of(wait) : Optional.empty();
  }
}
