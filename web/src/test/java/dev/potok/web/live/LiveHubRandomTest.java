package dev.potok.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.LiveEvent;
import dev.potok.web.live.ManyTabs.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tabs come, go, freeze and thaw over a network that does harm: each shows what is stored. */
class LiveHubRandomTest {
  private static final int SCHEDULES = 400;
  private static final int STEPS = 120;

  @Test
  void everyTabShowsWhatIsStoredHoweverTabsAndNetworkBehave() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      try {
        run(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void run(int seed) {
    Random random = new Random(seed);
    ManyTabs browser = new ManyTabs(seed);
    EventsServer server = browser.server;
    List<Long> running = new ArrayList<>();
    List<Tab> frozen = new ArrayList<>();
    browser.lost = seed % 4 == 0 ? 2 : 0;
    long answers = 0;
    int words = 0;
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(14)) {
        case 0 -> {
          if (browser.tabs.size() < 6) {
            browser.open(1 + random.nextInt(3));
          }
        }
        case 1 -> any(random, browser.tabs).ifPresent(Tab::close);
        case 2 -> any(random, browser.tabs).ifPresent(Tab::die);
        case 3 ->
            any(random, browser.tabs)
                .ifPresent(tab -> {
                  tab.freeze();
                  frozen.add(tab);
                });
        case 4 -> {
          frozen.forEach(Tab::thaw);
          frozen.clear();
        }
        case 5 -> {
          int chat = 1 + random.nextInt(3);
          if (running.stream().noneMatch(id -> server.message(id).chatId() == chat)) {
            long id = 100 + ++answers;
            server.begin(chat, id);
            running.add(id);
          }
        }
        case 6 -> {
          if (!running.isEmpty() && random.nextInt(3) == 0) {
            server.end(running.removeFirst());
          }
        }
        case 7 -> server.cutAll();
        case 8 -> {
          server.down = !server.down && random.nextBoolean();
          if (server.down) {
            server.cutAll();
          }
        }
        case 9 -> any(random, browser.tabs).ifPresent(tab -> tab.hub.visible(random.nextBoolean()));
        default -> {
          for (long id : running) {
            server.grow(id, "w" + ++words + " ");
          }
          browser.time.advance(random.nextInt(1_500));
        }
      }
    }
    server.down = false;
    browser.lost = 0;
    frozen.forEach(Tab::thaw);
    browser.tabs.forEach(tab -> tab.hub.visible(true));
    browser.time.advance(120_000);
    // A load that failed on its own is offered to be tried again.
    browser.tabs.forEach(tab -> tab.session.retry());
    for (long id : running) {
      server.grow(id, "last ");
    }
    server.change(new LiveEvent.ChatDeleted(9));
    browser.time.advance(120_000);

    assertThat(browser.leaders()).hasSizeLessThanOrEqualTo(1);
    if (!browser.tabs.isEmpty()) {
      assertThat(browser.leaders()).hasSize(1);
    }
    for (Tab tab : browser.tabs) {
      assertThat(tab.connected).isTrue();
      assertThat(tab.changes).contains(new LiveEvent.ChatDeleted(9));
      assertThat(tab.session.messages().stream().map(message -> message.id() + message.text()))
          .as(tab.session.state() + " of " + tab.session.error())
          .isEqualTo(
              server.history(tab.session.chatId()).stream()
                  .map(message -> message.id() + message.content())
                  .toList());
    }
  }

  private static Optional<Tab> any(Random random, List<Tab> tabs) {
    return tabs.isEmpty() ? Optional.empty() : Optional.of(tabs.get(random.nextInt(tabs.size())));
  }
}
