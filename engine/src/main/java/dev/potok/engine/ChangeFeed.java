package dev.potok.engine;

import dev.potok.protocol.LiveEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What has changed for each user, for whoever listens: the newest changes in memory, numbered. A
 * change is published after it has been committed; a reader that was away for longer than the
 * memory reaches is told so, and loads anew what it shows.
 *
 * <p>A position is the feed's name and a number. The name is another one after each start of the
 * server, so that a position of an earlier run is known for what it is. Thread-safe.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChangeFeed.class.getName());

  /** How many changes of each user are kept. */
  static final int KEPT = 1_024;

  private final String name;
  private final Map<Long, Changes> owners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * An empty feed.
   *
   * @param name tells this run of the server from others; letters and digits
   */
  public ChangeFeed(String name) {
    this.name = name;
  }

  /** Tells everyone who listens for the owner. */
  void publish(Owner owner, LiveEvent.Change change) {
    publish(owner, () -> Optional.of(change));
  }

  /**
   * Tells everyone who listens for the owner what the given reading finds, if anything. Of two such
   * calls the later one reads later, so what is told last is the newest.
   */
  void publish(Owner owner, Supplier<Optional<? extends LiveEvent.Change>> reading) {
    changesOf(owner).publish(reading);
  }

  /**
   * A reader of the changes from a position on.
   *
   * @param position what {@link ChangeReader#position} gave before; empty for from now on
   */
  public ChangeReader read(Owner owner, Optional<String> position) {
    return new ChangeReader(changesOf(owner), position);
  }

  /** Ends all readers. What is published later is told to nobody. */
  @Override
  public void close() {
    closed = true;
    owners.values().forEach(Changes::wake);
  }

  private Changes changesOf(Owner owner) {
    return owners.computeIfAbsent(owner.id(), _ -> new Changes());
  }

  /** The changes of one owner. */
  private final class Changes {
    private final ReentrantLock publishing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private final ArrayDeque<LiveEvent.Change> newest = new ArrayDeque<>();
    private long lastSeq;

    /** The reading is done outside of the lock that readers take. */
    void publish(Supplier<Optional<? extends LiveEvent.Change>> reading) {
      publishing.lock();
      try {
        reading.get().ifPresent(this::add);
      } catch (StorageException e) {
        // What has changed is stored, and whoever did it must not be told otherwise.
        LOG.log(Level.WARNING, "a change could not be read, and is not told", e);
      } finally {
        publishing.unlock();
      }
    }

    private void add(LiveEvent.Change change) {
      lock.lock();
      try {
        newest.add(change);
        if (newest.size() > KEPT) {
          newest.removeFirst();
        }
        lastSeq++;
        published.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void wake() {
      lock.lock();
      try {
        published.signalAll();
      } finally {
        lock.unlock();
      }
    }

    long lastSeq() {
      lock.lock();
      try {
        return lastSeq;
      } finally {
        lock.unlock();
      }
    }

    boolean reaches(long after) {
      lock.lock();
      try {
        return after <= lastSeq && after >= lastSeq - newest.size();
      } finally {
        lock.unlock();
      }
    }

    List<LiveEvent.Change> after(long after, Duration wait) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long nanos = wait.toNanos();
        while (lastSeq <= after && nanos > 0 && !closed) {
          nanos = published.awaitNanos(nanos);
        }
        List<LiveEvent.Change> changes = new ArrayList<>();
        long seq = lastSeq - newest.size();
        for (LiveEvent.Change change : newest) {
          if (++seq > after) {
            changes.add(change);
          }
        }
        return changes;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Reads the changes of one owner. Belongs to one thread. */
  public final class ChangeReader {
    private final Changes changes;
    private final boolean missed;
    private long seq;

    private ChangeReader(Changes changes, Optional<String> position) {
      this.changes = changes;
      long asked = position.map(this::seqOf).orElse(-1L);
      this.missed = asked < 0 || !changes.reaches(asked);
      this.seq = missed ? changes.lastSeq() : asked;
    }

    /** Whether there may be changes before this reader's position that it will not be told. */
    public boolean missed() {
      return missed;
    }

    /** The position after what was read last, for {@link ChangeFeed#read}. */
    public String position() {
      return position(seq);
    }

    /** Whether the feed has been closed; nothing follows. */
    public boolean closed() {
      return closed;
    }

    /**
     * The next changes with the position after each. Waits until there are some, until the given
     * time is over, or until the feed is closed.
     *
     * @return the changes in their order; empty if this reader was too slow and has missed some; it
     *     goes on with what comes from now on
     */
    public Optional<List<Told>> next(Duration wait) throws InterruptedException {
      List<LiveEvent.Change> found = changes.after(seq, wait);
      if (!found.isEmpty() && !changes.reaches(seq)) {
        seq = changes.lastSeq();
        return Optional.empty();
      }
      List<Told> next = new ArrayList<>(found.size());
      for (LiveEvent.Change change : found) {
        next.add(new Told(position(++seq), change));
      }
      return Optional.of(next);
    }

    private String position(long number) {
      return name + "-" + number;
    }

    private long seqOf(String position) {
      if (!position.startsWith(name + "-")) {
        return -1;
      }
      try {
        return Long.parseLong(position.substring(name.length() + 1));
      } catch (NumberFormatException e) {
        return -1;
      }
    }
  }

  /**
   * A change that was read.
   *
   * @param position the reader's position after it
   */
  public record Told(String position, LiveEvent.Change change) {}
}
