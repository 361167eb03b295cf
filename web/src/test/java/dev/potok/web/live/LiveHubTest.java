package dev.potok.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.LiveEvent;
import dev.potok.web.live.ManyTabs.Tab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many tabs read what they want over one line, whoever of them leads. */
class LiveHubTest {
  private final ManyTabs browser = new ManyTabs(1);
  private final EventsServer server = browser.server;

  private void pass(long millis) {
    browser.time.advance(millis);
  }

  @Test
  void tenTabsReadTenAnswersOverOneConnection() {
    List<Tab> tabs = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      server.begin(i, 100 + i);
      tabs.add(browser.open(i));
    }
    pass(1_000);
    assertThat(browser.leaders()).hasSize(1);
    assertThat(server.open()).isEqualTo(1);
    for (int round = 0; round < 5; round++) {
      for (int i = 1; i <= 10; i++) {
        server.grow(100 + i, "w" + round + " ");
      }
      pass(100);
    }
    assertThat(tabs).extracting(Tab::text).containsOnly("w0 w1 w2 w3 w4 ");
    for (int i = 1; i <= 10; i++) {
      server.end(100 + i);
    }
    pass(200);
    assertThat(tabs).extracting(Tab::status).containsOnly("complete");
    assertThat(server.mostOpen).isLessThanOrEqualTo(2);
    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void aTabThatComesLaterReadsTheTextSoFarAndTheRest() {
    server.begin(1, 100);
    server.grow(100, "one ");
    Tab first = browser.open(1);
    pass(500);
    server.grow(100, "two ");
    Tab second = browser.open(1);
    pass(500);
    server.grow(100, "three");
    pass(100);
    assertThat(first.text()).isEqualTo("one two three");
    assertThat(second.text()).isEqualTo("one two three");
    assertThat(server.mostOpen).isLessThanOrEqualTo(2);
  }

  @Test
  void whenTheLeaderIsClosedTheNextGoesOnWhereItWas() {
    server.begin(1, 100);
    Tab leader = browser.open(1);
    pass(300);
    Tab other = browser.open(1);
    pass(300);
    server.grow(100, "one ");
    pass(100);
    leader.close();
    server.grow(100, "two ");
    pass(300);
    assertThat(browser.leaders()).containsExactly(other);
    assertThat(other.text()).isEqualTo("one two ");
    assertThat(other.missed).isZero();
    assertThat(server.calls.getLast()).isEqualTo("p-1 {100=2}");
    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void theLeadOfAFrozenTabIsTaken() {
    server.begin(1, 100);
    Tab leader = browser.open(2);
    pass(300);
    Tab other = browser.open(1);
    pass(300);
    leader.freeze();
    server.grow(100, "one");
    pass(LiveHub.LEADER_PAUSE_MILLIS + LiveHub.LOOK_MILLIS + LiveHub.LEADER_PATIENCE_MILLIS + 500);
    assertThat(other.hub.isLeading()).isTrue();
    assertThat(other.text()).isEqualTo("one");

    leader.thaw();
    pass(500);
    assertThat(browser.leaders()).containsExactly(other);
    assertThat(server.open()).isEqualTo(1);
  }

  @Test
  void aTabThatComesWhileTheLeaderIsFrozenLeadsWithinItsPatience() {
    Tab leader = browser.open(2);
    pass(300);
    leader.freeze();
    server.begin(1, 100);
    server.grow(100, "one");
    Tab other = browser.open(1);
    pass(LiveHub.LEADER_PATIENCE_MILLIS + 300);
    assertThat(other.hub.isLeading()).isTrue();
    assertThat(other.text()).isEqualTo("one");
  }

  @Test
  void aTabThatNobodyLooksAtTakesNoLead() {
    Tab leader = browser.open(2);
    pass(300);
    Tab hidden = browser.open(1);
    hidden.hub.visible(false);
    leader.freeze();
    pass(60_000);
    assertThat(hidden.hub.isLeading()).isFalse();
    hidden.hub.visible(true);
    pass(LiveHub.LEADER_PATIENCE_MILLIS + 100);
    assertThat(hidden.hub.isLeading()).isTrue();
  }

  @Test
  void everyTabHearsEveryChangeOnce() {
    Tab one = browser.open(1);
    Tab two = browser.open(2);
    pass(300);
    server.change(new LiveEvent.ChatDeleted(5));
    pass(100);
    // Another set of answers makes the line change its connection, while changes go on.
    server.begin(2, 200);
    pass(25);
    server.change(new LiveEvent.ChatDeleted(6));
    pass(300);
    for (Tab tab : List.of(one, two)) {
      assertThat(tab.changes)
          .filteredOn(LiveEvent.ChatDeleted.class::isInstance)
          .containsExactly(new LiveEvent.ChatDeleted(5), new LiveEvent.ChatDeleted(6));
      assertThat(tab.missed).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anOutageIsToldAndEndsByItself() {
    server.begin(1, 100);
    Tab one = browser.open(1);
    Tab two = browser.open(1);
    pass(300);
    server.grow(100, "one ");
    pass(100);
    server.down = true;
    server.cutAll();
    pass(100);
    for (Tab tab : List.of(one, two)) {
      assertThat(tab.connected).isFalse();
      assertThat(tab.session.state().reconnecting()).isTrue();
    }
    server.grow(100, "two ");
    server.change(new LiveEvent.ChatDeleted(5));
    pass(300_000);
    server.down = false;
    pass(10_000);
    for (Tab tab : List.of(one, two)) {
      assertThat(tab.connected).isTrue();
      assertThat(tab.session.state().reconnecting()).isFalse();
      assertThat(tab.text()).isEqualTo("one two ");
      assertThat(tab.changes).contains(new LiveEvent.ChatDeleted(5));
    }
  }

  @Test
  void aServerThatWasNeverHeardIsToldToo() {
    List<Boolean> told = new ArrayList<>();
    server.down = true;
    Tab tab = browser.open(1);
    tab.onConnected = told::add;
    pass(1_000);
    assertThat(told).containsExactly(false);
    server.down = false;
    pass(10_000);
    assertThat(told).containsExactly(false, true);
  }

  @Test
  void whoComesBackIsConnectedAtOnce() {
    Tab tab = browser.open(1);
    pass(300);
    server.down = true;
    server.cutAll();
    pass(20_000);
    server.down = false;
    tab.hub.wake();
    pass(100);
    assertThat(tab.connected).isTrue();
  }

  @Test
  void aServerThatGoesDownSaysWhenToComeBack() {
    Tab tab = browser.open(1);
    pass(300);
    int calls = server.calls.size();
    server.shutDown(5_000);
    pass(4_900);
    assertThat(tab.connected).isFalse();
    assertThat(server.calls).hasSize(calls);
    pass(500);
    assertThat(tab.connected).isTrue();
  }

  @Test
  void aLineThatIsSilentIsGivenUp() {
    server.begin(1, 100);
    Tab tab = browser.open(1);
    pass(300);
    server.silenceAll();
    server.grow(100, "one");
    pass(2 * EventsLine.SILENCE_MILLIS + 1_000);
    assertThat(tab.text()).isEqualTo("one");
  }

  @Test
  void aLineThatWasSilentDuringASleepIsGivenUpOnWaking() {
    server.begin(1, 100);
    Tab tab = browser.open(1);
    pass(300);
    server.silenceAll();
    server.grow(100, "one");
    pass(EventsLine.MAX_PAUSE_MILLIS + 1_000);
    tab.hub.wake();
    pass(300);
    assertThat(tab.text()).isEqualTo("one");
  }

  @Test
  void anAnswerThatIsGoneIsRefusedToWhoReadsIt() {
    server.begin(1, 100);
    Tab tab = browser.open(1);
    List<String> told = new ArrayList<>();
    tab.hub.read(999, 0, new Refusals(told));
    pass(300);
    assertThat(told).contains("gone");
  }

  @Test
  void noMoreAnswersAreAskedForThanTheServerTakes() {
    Tab tab = browser.open(1);
    List<String> told = new ArrayList<>();
    for (int i = 0; i <= EventsLine.MAX_ANSWERS; i++) {
      server.begin(2, 1_000 + i);
      tab.hub.read(1_000 + i, 0, new Refusals(told));
    }
    pass(300);
    assertThat(server.calls.getLast().split("=", -1)).hasSize(EventsLine.MAX_ANSWERS + 1);
    server.end(1_000);
    pass(300);
    // The last one has its turn when another has come to its end.
    tab.hub.read(1_001, 0, new Refusals(told));
    pass(300);
    assertThat(server.calls.getLast()).contains("1064=-1");
  }

  @Test
  void aTabThatIsRefusedTheLockLeadsForItself() {
    server.begin(1, 100);
    server.grow(100, "one");
    browser.open(2);
    Tab tab = browser.open(1);
    browser.canShare = false;
    tab.refuse();
    pass(500);
    assertThat(tab.hub.isLeading()).isTrue();
    assertThat(tab.text()).isEqualTo("one");
  }

  @Test
  void whereTabsCannotShareEachHasAConnectionAsLongAsItIsInView() {
    browser.canShare = false;
    server.begin(1, 100);
    Tab one = browser.open(1);
    Tab two = browser.open(1);
    pass(300);
    assertThat(server.open()).isEqualTo(2);
    two.hub.visible(false);
    server.grow(100, "one ");
    pass(300);
    assertThat(server.open()).isEqualTo(1);
    assertThat(one.text()).isEqualTo("one ");
    assertThat(two.text()).isEmpty();
    two.hub.visible(true);
    server.grow(100, "two");
    pass(300);
    assertThat(two.text()).isEqualTo("one two");
    one.close();
    assertThat(server.open()).isEqualTo(1);
  }
}
