package dev.potok.web.live;

import dev.potok.chat.Backoff;
import dev.potok.chat.Cancellable;
import dev.potok.chat.ChatTransport.StreamReply;
import dev.potok.chat.Scheduler;
import dev.potok.protocol.LiveEvent;
import dev.potok.protocol.LiveEvents;
import dev.potok.protocol.SseEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tab's part in the one line to the server that all tabs of a browser share, since a browser has
 * six connections for a server and a person may have twenty tabs.
 *
 * <p>One tab leads: it has the {@link EventsLine} and tells the others all that comes over it. The
 * others follow: they say which answers they want, and up to where they have read them. Every tab
 * hands on to its sessions what is next for them and drops the rest, so it does not matter who
 * leads, who led before, or whether something is told twice. A leader that goes is followed by the
 * next in line; the lead of one that does not speak when it is spoken to is taken by a tab that
 * somebody looks at. Where tabs cannot share, each one leads for itself as long as it is in view.
 *
 * <p>One thread, the one that the tabs, the scheduler and the calls call back on.
 */
public final class LiveHub {

  /** How long a leader may take to speak when it is spoken to, in milliseconds. */
  static final long LEADER_PATIENCE_MILLIS = 2_000;

  /** A leader that was not heard for this long is spoken to, in milliseconds. */
  static final long LEADER_PAUSE_MILLIS = 12_000;

  /** How often a follower looks for that, in milliseconds. */
  static final long LOOK_MILLIS = 4_000;

  /** How often a leader that hears the server says so, in milliseconds. */
  static final long HERE_MILLIS = 4_000;

  /** How long what is wanted is collected, since several tabs speak at once; in milliseconds. */
  static final long COLLECT_MILLIS = 15;

  /** Is told what the server says unasked. */
  public interface Listener {

    /** Something has changed. */
    void changed(LiveEvent.Change change);

    /** Changes may have been missed: what is shown is to be loaded again. */
    void missed();

    /** The server is heard, or not any more. */
    void connected(boolean isConnected);

    /** This tab leads now: what one tab has to do for all is up to it. */
    void leads();
  }

  private enum Role {
    /** Not a part of it: before {@link #join}, after {@link #leave}, or out of view and alone. */
    NONE,
    FOLLOWER,
    LEADER
  }

  private final String name;
  private final Tabs tabs;
  private final EventsCall call;
  private final Scheduler scheduler;
  private final LongSupplier clock;
  private final DoubleSupplier random;
  private final Listener listener;
  private final List<Reading> readings = new ArrayList<>();
  private final Wants wants = new Wants();

  private Role role = Role.NONE;
  private boolean visible;
  private boolean connected;

  /** Whether anything was told yet of the server being heard. */
  private boolean toldConnected;

  private @Nullable EventsLine line;
  private @Nullable Cancellable collecting;
  private @Nullable Cancellable looking;
  private @Nullable Cancellable doubting;
  private long leaderHeardAt;
  private long saidHereAt;

  /** The position of the last change that was heard; empty before the first. */
  private String lastId = "";

  /**
   * A tab that hears nothing until it {@linkplain #join joins}.
   *
   * @param name tells this tab from the others
   * @param clock a time in milliseconds that never runs backwards
   * @param random numbers from 0 to below 1, which spread reconnections
   */
  public LiveHub(
      String name,
      Tabs tabs,
      EventsCall call,
      Scheduler scheduler,
      LongSupplier clock,
      DoubleSupplier random,
      Listener listener) {
    this.name = name;
    this.tabs = tabs;
    this.call = call;
    this.scheduler = scheduler;
    this.clock = clock;
    this.random = random;
    this.listener = listener;
  }

  /** Takes part from now on. */
  public void join(boolean isVisible) {
    visible = isVisible;
    if (tabs.canShare()) {
      role = Role.FOLLOWER;
      leaderHeardAt = clock.getAsLong();
      tabs.join(new Ear());
      tabs.awaitLead();
      sayWants();
      doubt();
      look();
    } else if (visible) {
      lead();
    }
  }

  /** The tab is looked at, or not any more. */
  public void visible(boolean isVisible) {
    visible = isVisible;
    if (!tabs.canShare()) {
      if (visible && role == Role.NONE) {
        lead();
      } else if (!visible && role == Role.LEADER) {
        role = Role.NONE;
        hangUp();
      }
    }
    if (visible) {
      wake();
    }
  }

  /** The network or the reader is back: whatever waits is tried now. */
  public void wake() {
    if (line != null) {
      line.wake();
    } else if (role == Role.FOLLOWER) {
      sayWants();
      doubt();
    }
  }

  /** Takes no part any more; the sessions that read are told nothing. */
  public void leave() {
    if (role != Role.NONE && tabs.canShare()) {
      tabs.say(new TabMessage.Leaves(name).text());
      tabs.leave();
    }
    role = Role.NONE;
    hangUp();
    cancel(collecting);
    cancel(looking);
    cancel(doubting);
    collecting = null;
    looking = null;
    doubting = null;
  }

  /** Whether this tab has to do what one tab does for all. */
  public boolean isLeading() {
    return role == Role.LEADER;
  }

  /**
   * Reads an answer, in JSON lines.
   *
   * @param afterSeq the number of the last event that is known, 0 for none
   */
  public Cancellable read(long messageId, long afterSeq, StreamReply reply) {
    Reading reading = new Reading(messageId, afterSeq == 0 ? Position.NONE : afterSeq, reply);
    readings.add(reading);
    wantsChanged();
    // The reply comes later, never inside the call.
    scheduler.schedule(
        0,
        () -> {
          if (readings.contains(reading)) {
            reading.connected(connected);
          }
        });
    return () -> {
      if (readings.remove(reading)) {
        wantsChanged();
      }
    };
  }

  private void wantsChanged() {
    if (role == Role.LEADER) {
      collect();
    } else if (role == Role.FOLLOWER) {
      sayWants();
      doubt();
    }
  }

  private void sayWants() {
    tabs.say(new TabMessage.Wants(name, ownWants()).text());
  }

  private Map<Long, Long> ownWants() {
    Map<Long, Long> own = new LinkedHashMap<>();
    for (Reading reading : readings) {
      own.merge(reading.messageId(), reading.position().at(), Math::min);
    }
    return own;
  }

  private void lead() {
    role = Role.LEADER;
    cancel(doubting);
    doubting = null;
    line =
        new EventsLine(
            call, scheduler, clock, new Backoff(random), lastId, this::allWants, new LineEar());
    if (tabs.canShare()) {
      tabs.say(new TabMessage.Asks(name).text());
    }
    sayHere();
    collect();
    listener.leads();
  }

  /** Connects once the tabs that speak now have spoken. */
  private void collect() {
    if (collecting == null) {
      collecting =
          scheduler.schedule(
              COLLECT_MILLIS,
              () -> {
                collecting = null;
                if (line != null) {
                  line.connect();
                }
              });
    }
  }

  private Map<Long, Long> allWants() {
    wants.put(name, ownWants());
    return wants.all();
  }

  private void hangUp() {
    EventsLine held = line;
    line = null;
    if (held != null) {
      held.cancel();
    }
  }

  private void follow() {
    role = Role.FOLLOWER;
    hangUp();
    leaderHeardAt = clock.getAsLong();
    tabs.awaitLead();
    sayWants();
    doubt();
  }

  /** The leader was spoken to; if it stays silent, a tab in view takes its place. */
  private void doubt() {
    if (role != Role.FOLLOWER || doubting != null) {
      return;
    }
    doubting =
        scheduler.schedule(
            LEADER_PATIENCE_MILLIS,
            () -> {
              doubting = null;
              if (role == Role.FOLLOWER && visible) {
                tabs.takeLead();
              }
            });
  }

  private void look() {
    looking =
        scheduler.schedule(
            LOOK_MILLIS,
            () -> {
              if (role == Role.FOLLOWER) {
                lookAtLeader();
              }
              look();
            });
  }

  private void lookAtLeader() {
    boolean isIdle = false;
    for (Reading reading : readings) {
      isIdle |= reading.isIdle();
    }
    boolean isSilent = clock.getAsLong() - leaderHeardAt > LEADER_PAUSE_MILLIS;
    if (isIdle || isSilent) {
      // An answer may have ended without this tab.
      sayWants();
    }
    if (isSilent && visible) {
      doubt();
    }
  }

  private void sayHere() {
    saidHereAt = clock.getAsLong();
    if (!tabs.canShare()) {
      return;
    }
    tabs.say(new TabMessage.Here(name, lastId, connected).text());
  }

  private void connected(boolean isConnected) {
    for (Reading reading : List.copyOf(readings)) {
      reading.connected(isConnected);
    }
    if (connected != isConnected || !toldConnected) {
      connected = isConnected;
      toldConnected = true;
      listener.connected(isConnected);
    }
  }

  private void heard(SseEvent raw, LiveEvent event) {
    if (!raw.id().isEmpty()) {
      lastId = raw.id();
    }
    switch (event) {
      case LiveEvent.Ready ready -> {
        if (ready.missed()) {
          listener.missed();
        }
      }
      case LiveEvent.Change change -> listener.changed(change);
      case LiveEvent.AnswerPart part -> heard(part);
      case LiveEvent.AnswerRefused refused -> heard(refused);
    }
  }

  private void heard(LiveEvent.AnswerPart part) {
    Piece piece = Piece.of(part.jsonLine());
    for (Reading reading : List.copyOf(readings)) {
      if (reading.messageId() != part.messageId()) {
        continue;
      }
      if (reading.position().lacksBefore(piece)) {
        wantAgain(reading, reading.position().at());
      }
      if (readings.contains(reading) && reading.position().take(piece)) {
        if (piece.kind() == Piece.Kind.END) {
          readings.remove(reading);
        }
        reading.tell(part.jsonLine());
      }
    }
  }

  /** An event was lost between the tabs, unless it is on its way over a new connection. */
  private void wantAgain(Reading reading, long at) {
    if (role == Role.LEADER) {
      collect();
      return;
    }
    scheduler.schedule(
        LEADER_PATIENCE_MILLIS,
        () -> {
          if (readings.contains(reading) && reading.position().at() == at) {
            wantsChanged();
          }
        });
  }

  private void heard(LiveEvent.AnswerRefused refused) {
    for (Reading reading : List.copyOf(readings)) {
      if (reading.messageId() == refused.messageId() && readings.remove(reading)) {
        reading.reply().refused(refused.problem());
      }
    }
  }

  private static void cancel(@Nullable Cancellable pending) {
    if (pending != null) {
      pending.cancel();
    }
  }

  /** What comes over the line while this tab leads. */
  private final class LineEar implements EventsLine.Listener {

    @Override
    public void heard() {
      if (connected && toldConnected && clock.getAsLong() - saidHereAt < HERE_MILLIS) {
        return;
      }
      connected(true);
      List.copyOf(readings).forEach(Reading::heard);
      sayHere();
    }

    @Override
    public void event(SseEvent raw, LiveEvent event) {
      if (tabs.canShare() && isForOthers(event)) {
        tabs.say(new TabMessage.Tells(name, lastId, raw).text());
      }
      switch (event) {
        case LiveEvent.AnswerPart part -> wants.told(part.messageId(), Piece.of(part.jsonLine()));
        case LiveEvent.AnswerRefused refused -> wants.refused(refused.messageId());
        case LiveEvent.Change _, LiveEvent.Ready _ -> {}
      }
      LiveHub.this.heard(raw, event);
    }

    private boolean isForOthers(LiveEvent event) {
      return switch (event) {
        case LiveEvent.AnswerPart part -> wants.isWantedBeside(name, part.messageId());
        case LiveEvent.AnswerRefused refused -> wants.isWantedBeside(name, refused.messageId());
        case LiveEvent.Change _, LiveEvent.Ready _ -> true;
      };
    }

    @Override
    public void cut() {
      connected(false);
      sayHere();
    }
  }

  /** What the other tabs say. */
  private final class Ear implements Tabs.Member {

    @Override
    public void leads() {
      if (role == Role.FOLLOWER) {
        lead();
      }
    }

    @Override
    public void deposed() {
      if (role == Role.LEADER) {
        follow();
      }
    }

    @Override
    public void alone() {
      if (role == Role.FOLLOWER) {
        tabs.leave();
        role = Role.NONE;
        if (visible) {
          lead();
        }
      }
    }

    @Override
    public void heard(String message) {
      if (role == Role.NONE) {
        return;
      }
      TabMessage.read(message).ifPresent(this::heard);
    }

    private void heard(TabMessage said) {
      switch (said) {
        case TabMessage.Wants wanted -> {
          if (role == Role.LEADER) {
            wants.put(wanted.from(), wanted.answers());
            sayHere();
            collect();
          }
        }
        case TabMessage.Leaves left -> wants.remove(left.from());
        case TabMessage.Asks _ -> {
          if (role == Role.FOLLOWER) {
            leaderSpoke();
            sayWants();
          }
        }
        case TabMessage.Here here -> {
          if (role == Role.FOLLOWER) {
            leaderSpoke();
            hear(here);
          }
        }
        case TabMessage.Tells tells -> {
          if (role == Role.FOLLOWER) {
            leaderSpoke();
            hear(tells);
          }
        }
      }
    }

    private void leaderSpoke() {
      leaderHeardAt = clock.getAsLong();
      cancel(doubting);
      doubting = null;
    }

    private void hear(TabMessage.Tells tells) {
      boolean missed = !tells.event().id().isEmpty() && hasMissed(tells.before());
      LiveEvents.read(tells.event()).ifPresent(event -> LiveHub.this.heard(tells.event(), event));
      if (missed) {
        listener.missed();
      }
    }

    /** Whether the leader has heard changes up to here that this tab has not, or the reverse. */
    private boolean hasMissed(String leadersId) {
      return !lastId.isEmpty() && !leadersId.isEmpty() && !lastId.equals(leadersId);
    }

    private void hear(TabMessage.Here here) {
      boolean missed = hasMissed(here.lastId());
      if (!here.lastId().isEmpty()) {
        lastId = here.lastId();
      }
      connected(here.connected());
      if (here.connected()) {
        List.copyOf(readings).forEach(Reading::heard);
      }
      if (missed) {
        listener.missed();
      }
    }
  }
}
