package dev.potok.engine;

import dev.potok.protocol.AnswerEvent;
import dev.potok.protocol.JsonText;
import dev.potok.protocol.MessageDelta;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStart;
import dev.potok.protocol.MessageStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log of one running answer: where the model's thread, the commit thread and the readers meet.
 *
 * <p>An event goes three steps. The owner of the answer <em>appends</em> a delta, which waits. The
 * commit thread <em>drains</em> what waits into numbered events, all deltas of one kind in a row
 * becoming one, and writes them in its transaction. When that has committed, it <em>publishes</em>
 * them, and only then can a reader see them: what a reader was shown survives the death of the
 * process. One transaction may drain several times, for a piece of the answer and for its end.
 *
 * <p>The end is drained and published like everything else, by the same thread, so nothing can come
 * after it. Whoever ends the answer first seals the log; what the owner appends later is dropped.
 *
 * <p>A model may cut its text in the middle of a character. An event never does: the first half
 * waits for the second, and one that stays alone is replaced by U+FFFD.
 *
 * <p>Readers take events from a tail of bounded size. One that has fallen behind the tail reads the
 * store until it has caught up. Nobody holds the lock while doing input or output. Thread-safe.
 */
public final class AnswerLog {

  /** How much text the tail in memory holds, in characters. */
  static final int TAIL_CHARACTERS = 128 * 1024;

  /** How many events the tail in memory holds. */
  static final int TAIL_EVENTS = 512;

  /** The longest delta of one event, in characters; a longer one becomes several events. */
  static final int EVENT_CHARACTERS = 8 * 1024;

  /**
   * How much text a reader is given at a time, in characters. What a reader that takes nothing
   * keeps from being forgotten is bounded by this.
   */
  static final int READ_CHARACTERS = 16 * 1024;

  /** How much text may wait for a commit before the owner has to wait too, in characters. */
  static final int PENDING_CHARACTERS = 64 * 1024;

  private final MessageStart start;
  private final AnswerStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();
  private final Condition drained = lock.newCondition();

  // Written by the owner, emptied by the commit thread.
  private final List<MessageDelta> pending = new ArrayList<>();
  private int pendingCharacters;
  private boolean submitted;

  // Written by the commit thread.
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<LoggedEvent> inFlight = new ArrayList<>();
  private boolean ending;
  private boolean sealed;

  // Published: what readers see.
  private final ArrayDeque<LoggedEvent> tail = new ArrayDeque<>();
  private int tailCharacters;
  private long publishedSeq;
  private int publishedText;
  private int publishedThinking;
  private @Nullable LoggedEvent end;
  private @Nullable StorageException failure;

  /**
   * The log of an answer whose start is about to be committed as event 1.
   *
   * @param store where the log's events go, and where readers that are far behind find them
   */
  AnswerLog(MessageStart start, AnswerStore store) {
    this.start = start;
    this.store = store;
    text.append(start.message().content());
    start.message().metadata().thinkingText().ifPresent(thinking::append);
    publishedText = text.length();
    publishedThinking = thinking.length();
    publishedSeq = 1;
    tail.add(new LoggedEvent(1, start));
  }

  /** The number of the answer's message. */
  public long messageId() {
    return start.message().id();
  }

  /** The answer as it was when it started. */
  public MessageStart start() {
    return start;
  }

  // ------------------------------------------------------------------ the owner

  /**
   * Appends a delta. Waits while too much text is on its way to the store. After the end it does
   * nothing.
   *
   * @throws StorageException if earlier deltas could not be stored
   */
  void append(MessageDelta delta) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (pendingCharacters > PENDING_CHARACTERS && !sealed && failure == null) {
        drained.await();
      }
      if (failure != null) {
        throw new StorageException("the answer's text could not be stored", failure);
      }
      if (sealed) {
        return;
      }
      pending.add(delta);
      pendingCharacters += delta.text().length();
      if (submitted) {
        return;
      }
      submitted = true;
    } finally {
      lock.unlock();
    }
    store.append(this);
  }

  /** Whether nothing has been appended. */
  boolean isEmpty() {
    lock.lock();
    try {
      return pending.isEmpty() && text.isEmpty() && thinking.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ the commit thread

  /**
   * What one task of the commit thread has taken out of a log.
   *
   * @param events numbered, in their order
   * @param isEnd whether nothing follows
   */
  public record Drained(List<LoggedEvent> events, boolean isEnd) {

    /** Nothing. */
    public static final Drained NOTHING = new Drained(List.of(), false);
  }

  /**
   * Numbers what waits. The caller writes the events in its transaction and then calls {@link
   * #publish} or {@link #takeBack}.
   */
  public Drained drain() {
    return drain(false);
  }

  /** Numbers what waits as {@link #drain}, before the end: what is appended later is dropped. */
  public Drained drainToEnd() {
    return drain(true);
  }

  private Drained drain(boolean isEnd) {
    lock.lock();
    try {
      submitted = false;
      if (ending || sealed) {
        return Drained.NOTHING;
      }
      ending = isEnd;
      List<MessageDelta> deltas = joined(pending);
      pending.clear();
      pendingCharacters = 0;
      if (!isEnd) {
        keepHalfCharacter(deltas);
      }
      List<LoggedEvent> events = new ArrayList<>(2);
      for (MessageDelta delta : deltas) {
        String whole = JsonText.wellFormed(delta.text());
        textOf(delta.kind()).append(whole);
        for (String piece : pieces(whole)) {
          events.add(
              new LoggedEvent(
                  publishedSeq + inFlight.size() + events.size() + 1,
                  new MessageDelta(delta.kind(), piece)));
        }
      }
      inFlight.addAll(events);
      drained.signalAll();
      return new Drained(events, isEnd);
    } finally {
      lock.unlock();
    }
  }

  /** The first half of a character at the end of the deltas goes back to what waits. */
  private void keepHalfCharacter(List<MessageDelta> deltas) {
    if (deltas.isEmpty()) {
      return;
    }
    MessageDelta last = deltas.removeLast();
    int whole = last.text().length() - 1;
    if (whole < 0 || !Character.isHighSurrogate(last.text().charAt(whole))) {
      deltas.add(last);
      return;
    }
    pending.add(new MessageDelta(last.kind(), last.text().substring(whole)));
    pendingCharacters = 1;
    if (whole > 0) {
      deltas.add(new MessageDelta(last.kind(), last.text().substring(0, whole)));
    }
  }

  /** The number of the last event that was drained. */
  public long lastSeq() {
    lock.lock();
    try {
      return publishedSeq + inFlight.size();
    } finally {
      lock.unlock();
    }
  }

  /** The answer's text with all that was drained. */
  public String text() {
    lock.lock();
    try {
      return text.toString();
    } finally {
      lock.unlock();
    }
  }

  /** The answer's thinking with all that was drained. */
  public String thinking() {
    lock.lock();
    try {
      return thinking.toString();
    } finally {
      lock.unlock();
    }
  }

  /** The drained events are committed: readers may see them. */
  public void publish() {
    lock.lock();
    try {
      for (LoggedEvent event : inFlight) {
        tail.add(event);
        tailCharacters += charactersOf(event);
      }
      while (tail.size() > TAIL_EVENTS || (tailCharacters > TAIL_CHARACTERS && tail.size() > 1)) {
        tailCharacters -= charactersOf(tail.removeFirst());
      }
      publishedSeq += inFlight.size();
      publishedText = text.length();
      publishedThinking = thinking.length();
      inFlight.clear();
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The answer has ended, and the end is committed. Nothing follows it. */
  public void publishEnd(AnswerEvent event) {
    publish();
    lock.lock();
    try {
      sealed = true;
      pending.clear();
      LoggedEvent last = new LoggedEvent(++publishedSeq, event);
      tail.add(last);
      end = last;
      published.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was drained last could not be committed: it waits again, and the owner is told. Of several
   * that fail together, the newest is taken back first.
   */
  public void takeBack(Drained drainedLast, StorageException cause) {
    lock.lock();
    try {
      for (LoggedEvent event : drainedLast.events().reversed()) {
        inFlight.removeLast();
        if (event.event() instanceof MessageDelta delta) {
          pending.addFirst(delta);
          pendingCharacters += delta.text().length();
          StringBuilder target = textOf(delta.kind());
          target.setLength(target.length() - delta.text().length());
        }
      }
      if (drainedLast.isEnd()) {
        ending = false;
      }
      failure = cause;
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------ readers

  /** Whether the end has been published. */
  public boolean ended() {
    lock.lock();
    try {
      return end != null;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the last event that readers may see. */
  long publishedSeq() {
    lock.lock();
    try {
      return publishedSeq;
    } finally {
      lock.unlock();
    }
  }

  /** Everything up to now as one event, for a reader that begins in the middle. */
  LoggedEvent snapshot() {
    lock.lock();
    try {
      long seq = end == null ? publishedSeq : publishedSeq - 1;
      MessageRead message =
          start
              .message()
              .withContent(text.substring(0, publishedText))
              .withStatus(MessageStatus.STREAMING)
              .withMetadata(
                  start
                      .message()
                      .metadata()
                      .withThinkingText(thinking.substring(0, publishedThinking)));
      return new LoggedEvent(seq, new MessageStart(start.userMessage(), message));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The events in memory after a number. Waits until there is one, or until the given time is over.
   *
   * @return the events in their order, none if the time was over; empty if the first of them is no
   *     longer in memory
   */
  Optional<List<LoggedEvent>> read(long after, Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = wait.toNanos();
      while (publishedSeq <= after) {
        if (nanos <= 0) {
          return Optional.of(List.of());
        }
        nanos = published.awaitNanos(nanos);
      }
      boolean isBehindTail = after < tail.getFirst().seq() - 1;
      return isBehindTail ? Optional.empty() : Optional.of(newerThan(after));
    } finally {
      lock.unlock();
    }
  }

  /** Goes from the newest back, since a reader is seldom far behind. */
  private List<LoggedEvent> newerThan(long after) {
    List<LoggedEvent> events = new ArrayList<>(2);
    for (LoggedEvent event : tail.reversed()) {
      if (event.seq() <= after) {
        break;
      }
      events.add(event);
    }
    return events.size() == 1 ? events : bounded(events.reversed());
  }

  private static List<LoggedEvent> bounded(List<LoggedEvent> events) {
    int characters = 0;
    for (int i = 0; i < events.size(); i++) {
      characters += charactersOf(events.get(i));
      if (characters > READ_CHARACTERS && i > 0) {
        return List.copyOf(events.subList(0, i));
      }
    }
    return events;
  }

  /** Waits until the end has been published. */
  boolean awaitEnd(Duration wait) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = wait.toNanos();
      while (end == null) {
        if (nanos <= 0) {
          return false;
        }
        nanos = published.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------------

  private StringBuilder textOf(MessageDelta.Kind kind) {
    return switch (kind) {
      case TEXT -> text;
      case THINKING -> thinking;
    };
  }

  private static int charactersOf(LoggedEvent event) {
    return event.event() instanceof MessageDelta delta ? delta.text().length() : 0;
  }

  /** Deltas of one kind that follow each other become one. */
  private static List<MessageDelta> joined(List<MessageDelta> deltas) {
    if (deltas.size() <= 1) {
      return new ArrayList<>(deltas);
    }
    List<MessageDelta> result = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    MessageDelta.Kind kind = deltas.getFirst().kind();
    for (MessageDelta delta : deltas) {
      if (delta.kind() != kind) {
        result.add(new MessageDelta(kind, run.toString()));
        run.setLength(0);
        kind = delta.kind();
      }
      run.append(delta.text());
    }
    result.add(new MessageDelta(kind, run.toString()));
    return result;
  }

  /**
   * A well-formed text in pieces of at most {@link #EVENT_CHARACTERS}, none with half a character.
   */
  private static List<String> pieces(String text) {
    if (text.length() <= EVENT_CHARACTERS) {
      return List.of(text);
    }
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + EVENT_CHARACTERS);
      if (Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }
}
