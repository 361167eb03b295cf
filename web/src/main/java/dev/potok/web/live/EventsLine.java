package dev.potok.web.live;

import dev.potok.chat.Backoff;
import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.chat.Scheduler;
import dev.potok.protocol.JsonFormatException;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.LiveEvents;
import dev.potok.protocol.Problem;
import dev.potok.protocol.SseDecoder;
import dev.potok.protocol.SseEvent;
import dev.potok.protocol.SseListener;
import dev.potok.protocol.StreamFormatException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The line to the server: one connection that brings the changes and the answers that are wanted.
 * When others are wanted, a second connection takes over from the first as soon as its first bytes
 * have come; there are never more than two. A connection that breaks, or on which nothing is heard,
 * is followed by another, for ever.
 *
 * <p>Where two connections overlap a change is told once; events of answers may come twice or too
 * early, which a {@link Position} tells.
 */
final class EventsLine implements Cancellable {

  /** The most answers that one connection carries; a limit of the server. */
  static final int MAX_ANSWERS = 64;

  /** A connection on which nothing was heard for this long is given up, in milliseconds. */
  static final long SILENCE_MILLIS = 25_000;

  /**
   * For how long a line that works may be silent, in milliseconds: the server speaks every 10 s.
   */
  static final long MAX_PAUSE_MILLIS = 12_000;

  /** How many positions of changes are remembered, to know those that come twice. */
  private static final int REMEMBERED = 256;

  /** Is told what comes over the line. */
  interface Listener {

    /** The server speaks: the line is connected. */
    void heard();

    /** A change, the first event, or one of an answer. */
    void event(SseEvent raw, LiveEvent event);

    /** The line is cut, and is being connected again. */
    void cut();
  }

  private final EventsCall call;
  private final Scheduler scheduler;
  private final LongSupplier clock;
  private final Backoff backoff;
  private final Supplier<Map<Long, Long>> wanted;
  private final Listener listener;
  private final Set<String> remembered = new LinkedHashSet<>();

  private String lastId;
  private @Nullable Connection current;
  private @Nullable Connection next;
  private @Nullable Cancellable waiting;

  /** The least time before the next attempt that the server has asked for, in milliseconds. */
  private long retryMillis;

  private boolean over;

  /**
   * A line that is not connected yet, see {@link #connect}.
   *
   * @param clock a time in milliseconds that never runs backwards
   * @param lastId the position of the last change that is known, empty if none is
   * @param wanted the answers that are wanted, and up to where they are known
   */
  EventsLine(
      EventsCall call,
      Scheduler scheduler,
      LongSupplier clock,
      Backoff backoff,
      String lastId,
      Supplier<Map<Long, Long>> wanted,
      Listener listener) {
    this.call = call;
    this.scheduler = scheduler;
    this.clock = clock;
    this.backoff = backoff;
    this.lastId = lastId;
    this.wanted = wanted;
    this.listener = listener;
  }

  /** Connects, or connects otherwise if what is wanted does not come over the line. */
  void connect() {
    if (over || waiting != null) {
      return;
    }
    Connection newest = next != null ? next : current;
    Map<Long, Long> answers = limited(wanted.get());
    if (newest != null && newest.covers(answers)) {
      return;
    }
    if (next != null) {
      next.giveUp();
    }
    Connection opened = new Connection(answers);
    next = opened;
    opened.call = call.open(lastId, answers, opened);
    opened.watch();
  }

  /** The network or the reader is back: whatever waits is tried now. */
  void wake() {
    Cancellable pending = waiting;
    if (pending != null) {
      pending.cancel();
      waiting = null;
      retryMillis = 0;
      connect();
      return;
    }
    for (Connection each : new Connection[] {current, next}) {
      if (each != null && clock.getAsLong() - each.heardAt > MAX_PAUSE_MILLIS) {
        drop(each);
      }
    }
  }

  @Override
  public void cancel() {
    over = true;
    for (Connection each : new Connection[] {current, next}) {
      if (each != null) {
        each.giveUp();
      }
    }
    current = null;
    next = null;
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
  }

  private static Map<Long, Long> limited(Map<Long, Long> answers) {
    if (answers.size() <= MAX_ANSWERS) {
      return answers;
    }
    Map<Long, Long> first = new LinkedHashMap<>();
    for (Map.Entry<Long, Long> answer : answers.entrySet()) {
      if (first.size() < MAX_ANSWERS) {
        first.put(answer.getKey(), answer.getValue());
      }
    }
    return first;
  }

  /** A connection is of no more use. */
  private void drop(Connection broken) {
    broken.giveUp();
    if (broken == current) {
      current = null;
    } else {
      next = null;
    }
    if (current == null) {
      listener.cut();
    }
    if (next == null && waiting == null && !over) {
      long wait = Math.max(retryMillis, backoff.nextMillis());
      retryMillis = 0;
      waiting =
          scheduler.schedule(
              wait,
              () -> {
                waiting = null;
                connect();
              });
    }
  }

  private void tell(SseEvent raw, LiveEvent event) {
    if (event instanceof LiveEvent.Change && !raw.id().isEmpty()) {
      if (!remembered.add(raw.id())) {
        return;
      }
      if (remembered.size() > REMEMBERED) {
        remembered.remove(remembered.iterator().next());
      }
    }
    if (!raw.id().isEmpty()) {
      lastId = raw.id();
    }
    listener.event(raw, event);
  }

  /** One connection; deaf as soon as it is neither the current nor the next one. */
  private final class Connection implements StreamReply, SseListener {
    private final SseDecoder decoder = new SseDecoder(this);

    /** Up to where each answer has come over this connection. */
    private final Map<Long, Long> carried;

    private @Nullable Cancellable call;
    private @Nullable Cancellable silence;
    private long heardAt = clock.getAsLong();

    Connection(Map<Long, Long> answers) {
      carried = new HashMap<>(answers);
    }

    private boolean isDeaf() {
      return this != current && this != next;
    }

    /** Whether all that is wanted will come over this connection. */
    boolean covers(Map<Long, Long> answers) {
      for (Map.Entry<Long, Long> answer : answers.entrySet()) {
        Long at = carried.get(answer.getKey());
        // A start that is still to come gives everybody what they lack.
        if (at == null || (at != Position.NONE && answer.getValue() < at)) {
          return false;
        }
      }
      return true;
    }

    void watch() {
      silence =
          scheduler.schedule(
              SILENCE_MILLIS,
              () -> {
                if (isDeaf()) {
                  return;
                }
                if (clock.getAsLong() - heardAt >= SILENCE_MILLIS) {
                  drop(this);
                } else {
                  watch();
                }
              });
    }

    void giveUp() {
      if (call != null) {
        call.cancel();
      }
      if (silence != null) {
        silence.cancel();
      }
    }

    @Override
    public void opened() {}

    @Override
    public void bytes(byte[] bytes, int offset, int length) {
      if (isDeaf()) {
        return;
      }
      heardAt = clock.getAsLong();
      if (this == next) {
        next = null;
        if (current != null) {
          current.giveUp();
        }
        current = this;
        backoff.reset();
      }
      listener.heard();
      try {
        decoder.feed(bytes, offset, length);
      } catch (StreamFormatException | JsonFormatException e) {
        if (!isDeaf()) {
          drop(this);
        }
      }
    }

    @Override
    public void onEvent(SseEvent raw) {
      if (isDeaf()) {
        return;
      }
      Optional<LiveEvent> event = LiveEvents.read(raw);
      if (event.isEmpty()) {
        return;
      }
      switch (event.get()) {
        case LiveEvent.AnswerPart part -> carry(part.messageId(), Piece.of(part.jsonLine()));
        case LiveEvent.AnswerRefused refused -> carried.remove(refused.messageId());
        case LiveEvent.Change _, LiveEvent.Ready _ -> {}
      }
      // The decoder repeats the last position with events that have none of their own.
      boolean hasId =
          event.get() instanceof LiveEvent.Change || event.get() instanceof LiveEvent.Ready;
      tell(hasId ? raw : new SseEvent(raw.event(), raw.data(), ""), event.get());
    }

    private void carry(long messageId, Piece piece) {
      switch (piece.kind()) {
        case START, DELTA -> carried.put(messageId, piece.seq());
        case END -> carried.remove(messageId);
      }
    }

    @Override
    public void onRetry(long millis) {
      retryMillis = millis;
    }

    @Override
    public void closed() {
      networkFailed("closed");
    }

    @Override
    public void refused(Problem problem) {
      if (!isDeaf()) {
        retryMillis = Math.max(retryMillis, problem.retryAfterSeconds().orElse(0) * 1000);
        drop(this);
      }
    }

    @Override
    public void networkFailed(String reason) {
      if (!isDeaf()) {
        drop(this);
      }
    }
  }
}
