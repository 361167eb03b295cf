package dev.potok.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** What happened, in its order. Thread-safe. */
public final class History {

  /** The longest line of an excerpt, in characters. */
  private static final int SHOWN_CHARACTERS = 240;

  /**
   * An entry with its place.
   *
   * @param index its place, from 0
   * @param nanos the time since the history began
   */
  public record Line(int index, long nanos, Entry entry) {

    @Override
    public String toString() {
      String text = String.format(Locale.ROOT, "%9.3f ms  %s", nanos / 1e6, entry);
      return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
  }

  private final LongSupplier nanoTime;
  private final long begin;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Line> lines = new ArrayList<>();

  /**
   * An empty history that begins now.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public History(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  /** Writes down what has just happened. */
  public void add(Entry entry) {
    lock.lock();
    try {
      lines.add(new Line(lines.size(), nanoTime.getAsLong() - begin, entry));
    } finally {
      lock.unlock();
    }
  }

  /** All lines so far. */
  public List<Line> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  /** How many lines there are. */
  public int size() {
    lock.lock();
    try {
      return lines.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The lines that help to understand a violation: those about its answer and about the server, up
   * to the line that shows it.
   *
   * @param most how many lines at most, the last ones
   */
  public List<String> excerpt(Violation violation, int most) {
    List<String> about =
        lines().stream()
            .filter(line -> line.index() <= violation.line())
            .filter(line -> concerns(line.entry(), violation.answerId()))
            .map(Line::toString)
            .toList();
    return about.subList(Math.max(0, about.size() - most), about.size());
  }

  private static boolean concerns(Entry entry, long answerId) {
    return answerId == 0
        || entry.answerId() == answerId
        || entry instanceof Entry.Killed
        || entry instanceof Entry.Restarted;
  }
}
