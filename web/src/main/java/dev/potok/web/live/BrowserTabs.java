package dev.potok.web.live;

import dev.potok.web.dom.Broadcast;
import dev.potok.web.dom.TabLock;
import org.jspecify.annotations.Nullable;

/** The tabs of the browser that the page runs in, by a lock and a channel of one name. */
public final class BrowserTabs implements Tabs {
  private final Broadcast channel;
  private final TabLock lock;
  private @Nullable Member member;
  private boolean refused;

  /**
   * The tabs that show the same server.
   *
   * @param server tells servers apart that pages of one origin show
   */
  public BrowserTabs(String server) {
    String name = "potok.live " + server;
    channel = new Broadcast(name);
    lock =
        new TabLock(
            name,
            new TabLock.Holder() {
              @Override
              public void got() {
                if (member != null) {
                  member.leads();
                }
              }

              @Override
              public void lost() {
                if (member != null) {
                  member.deposed();
                }
              }

              @Override
              public void refused() {
                refused = true;
                if (member != null) {
                  member.alone();
                }
              }
            });
  }

  @Override
  public boolean canShare() {
    return !refused && TabLock.isSupported() && Broadcast.isSupported();
  }

  @Override
  public void join(Member joining) {
    member = joining;
    channel.open(joining::heard);
  }

  @Override
  public void say(String message) {
    channel.say(message);
  }

  @Override
  public void awaitLead() {
    lock.await();
  }

  @Override
  public void takeLead() {
    lock.take();
  }

  @Override
  public void leave() {
    member = null;
    channel.close();
    lock.giveBack();
  }
}
