package dev.potok.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads one answer from a position to its end, whether it is running or has ended. Any number of
 * readers read one answer; each belongs to one thread.
 *
 * <p>A position that the log does not have, or no longer has, is answered by a start that carries
 * the text so far. Who asks at or past the end is told the end again.
 */
public final class AnswerReader {

  /** How much text is taken from the store at a time, in characters. */
  private static final int BATCH_CHARACTERS = AnswerLog.READ_CHARACTERS;

  private final Source source;
  private long position;
  private boolean finished;

  private AnswerReader(Source source, long position) {
    this.source = source;
    this.position = position;
  }

  static AnswerReader ofRunning(AnswerLog log, AnswerStore store, OptionalLong after) {
    return new AnswerReader(new Running(log, store), after.orElse(-1));
  }

  static AnswerReader ofEnded(EndedAnswer answer, AnswerStore store, OptionalLong after) {
    return new AnswerReader(new Ended(answer, store), after.orElse(-1));
  }

  /** The number of the answer's message. */
  public long messageId() {
    return source.messageId();
  }

  /** Whether the end has been read; nothing follows. */
  public boolean finished() {
    return finished;
  }

  /**
   * The next events. Waits until there are some, or until the given time is over.
   *
   * @return the events in their order; none if the time was over or the end has been read
   * @throws InterruptedException if the thread is interrupted
   */
  public List<LoggedEvent> next(Duration wait) throws InterruptedException {
    if (finished) {
      return List.of();
    }
    List<LoggedEvent> events = source.after(position, wait);
    if (!events.isEmpty()) {
      position = events.getLast().seq();
      finished = events.getLast().event().isLast();
    }
    return events;
  }

  /** Where the events come from. */
  private sealed interface Source {
    long messageId();

    /** The events after a position; a negative position asks for the text so far. */
    List<LoggedEvent> after(long position, Duration wait) throws InterruptedException;
  }

  private record Running(AnswerLog log, AnswerStore store) implements Source {

    @Override
    public long messageId() {
      return log.messageId();
    }

    @Override
    public List<LoggedEvent> after(long position, Duration wait) throws InterruptedException {
      if (position < 0 || (position > log.publishedSeq() && !log.ended())) {
        return List.of(log.snapshot());
      }
      if (log.ended() && position >= log.publishedSeq()) {
        return log.read(log.publishedSeq() - 1, wait).orElseThrow();
      }
      Optional<List<LoggedEvent>> inMemory = log.read(position, wait);
      if (inMemory.isPresent()) {
        return inMemory.get();
      }
      if (position == 0) {
        return List.of(new LoggedEvent(1, log.start()));
      }
      List<LoggedEvent> stored = store.events(log.messageId(), position, BATCH_CHARACTERS);
      return stored.isEmpty() ? List.of(log.snapshot()) : stored;
    }
  }

  private record Ended(EndedAnswer answer, AnswerStore store) implements Source {

    @Override
    public long messageId() {
      return answer.messageId();
    }

    @Override
    public List<LoggedEvent> after(long position, Duration wait) {
      if (position >= answer.end().seq() - 1) {
        return List.of(answer.end());
      }
      if (position == 0) {
        return List.of(answer.start());
      }
      List<LoggedEvent> stored =
          position < 0 ? List.of() : store.events(answer.messageId(), position, BATCH_CHARACTERS);
      return stored.isEmpty() ? List.of(answer.whole(), answer.end()) : stored;
    }
  }

  /** For logs and failures. */
  @Override
  public String toString() {
    return "reader of " + source.messageId() + " after " + position;
  }
}
