package dev.potok.web.live;

/**
 * The tabs of this browser that show the same server: what one says all others hear, in order, and
 * at most one holds the lead.
 */
public interface Tabs {

  /** A tab, as the others know it. Its calls come later, never inside a call of {@link Tabs}. */
  interface Member {

    /** This tab holds the lead now. */
    void leads();

    /** Another tab has taken the lead away. */
    void deposed();

    /** The browser lets tabs share nothing after all; {@link Tabs#canShare} says so from now on. */
    void alone();

    /** Another tab says something. */
    void heard(String message);
  }

  /** Whether the browser lets tabs hear each other and agree on a leader, as far as is known. */
  boolean canShare();

  /** Hears the others from now on. */
  void join(Member member);

  /** Says something to all others. */
  void say(String message);

  /** Waits in line for the lead, which comes when the leader's tab has gone. */
  void awaitLead();

  /** Takes the lead at once, whoever holds it. */
  void takeLead();

  /** Hears nothing more, and holds or awaits no lead. */
  void leave();
}
