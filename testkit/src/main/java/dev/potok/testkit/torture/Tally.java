package dev.potok.testkit.torture;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what was done and measures how long resuming took. Thread-safe. */
public final class Tally {

  /** What is counted. */
  public enum Count {
    /** Times that the server was killed. */
    KILLS,
    /** Connections of readers that broke before the end, by whatever cause. */
    CUTS,
    /** Connections of readers that went on where an earlier one had broken. */
    RESUMES,
    /** Answers that began. */
    ANSWERS,
    /** Sends that were accepted. */
    SENDS,
    /** Requests that repeated a send under its id. */
    REPEATED_SENDS,
    /** Stops that were answered. */
    STOPS,
    /** Deletions that were answered. */
    DELETIONS,
    /** Further versions that were asked for. */
    FURTHER_VERSIONS,
    /** Events that readers saw. */
    EVENTS
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final ReentrantLock lock = new ReentrantLock();
  private long[] latencies = new long[1024];
  private int measured;

  /** Nothing is counted yet. */
  public Tally() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    adder(count).increment();
  }

  /** A resume took so long, from the request to its first event. */
  void resumed(long nanos) {
    lock.lock();
    try {
      if (measured == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * measured);
      }
      latencies[measured++] = nanos;
    } finally {
      lock.unlock();
    }
  }

  /** How often something was done. */
  public long count(Count count) {
    return adder(count).sum();
  }

  /** How many resumes were measured. */
  public int measuredResumes() {
    lock.lock();
    try {
      return measured;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The time within which a share of the measured resumes had their first event, in milliseconds; 0
   * if none was measured.
   *
   * @param share 0 to 1
   */
  public double resumeMillis(double share) {
    lock.lock();
    try {
      if (measured == 0) {
        return 0;
      }
      long[] sorted = Arrays.copyOf(latencies, measured);
      Arrays.sort(sorted);
      return sorted[(int) Math.min(measured - 1L, (long) (share * measured))] / 1e6;
    } finally {
      lock.unlock();
    }
  }

  private LongAdder adder(Count count) {
    LongAdder adder = counts.get(count);
    if (adder == null) {
      throw new IllegalArgumentException("not counted: " + count);
    }
    return adder;
  }
}
