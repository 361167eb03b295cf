package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.potok.protocol.MessageRead;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many tabs there are, they share one line to the server, whoever of them holds it. */
class ManyTabsIT extends BrowserScene {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TABS = 10;

  /** Clicks Stop, and gives how long it took until the answer was shown as stopped. */
  private static final String STOP_AND_TIME =
      """
      () => new Promise(done => {
        const begin = performance.now();
        const look = () => document.querySelector('article[data-status=stopped]')
            ? done(performance.now() - begin) : setTimeout(look, 5);
        document.querySelector('.composer button[data-action=stop]').click();
        look();
      })
      """;

  @Test
  @Timeout(180)
  void tenTabsEachStopTheirAnswerWithinASecondOverTwoConnectionsAtMost() throws Exception {
    model().script(Script.numbered(500).held());
    try (StreamCountingProxy proxy = StreamCountingProxy.start(server().port())) {
      List<BrowserPage> tabs = new ArrayList<>();
      for (int i = 0; i < TABS; i++) {
        BrowserPage tab =
            i == 0 ? page("en").go(proxy.address("/")) : openBeside(tabs.getFirst(), "/");
        tab.send("Count " + i);
        model().awaitCompletion(i + 1, PATIENCE).releaseTokens(2);
        assertThat(tab.answerText()).hasText("t1 t2");
        tabs.add(tab);
      }
      for (RecordedRequest answer : model().completions()) {
        answer.releaseTokens(1);
      }
      for (BrowserPage tab : tabs) {
        assertThat(tab.answerText()).hasText("t1 t2 t3");
        assertThat(tab.tab().evaluate("document.visibilityState")).isEqualTo("visible");
      }
      await().atMost(PATIENCE).until(() -> proxy.streams() == 1);
      for (BrowserPage tab : tabs) {
        double millis = ((Number) tab.tab().evaluate(STOP_AND_TIME)).doubleValue();
        assertThat(millis).isLessThan(1_000);
      }
      await().atMost(Duration.ofSeconds(1)).until(() -> model().openConnections() == 0);
      assertThat(proxy.mostEventStreams()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void whenTheLeadersTabIsClosedTheOthersGoOnWithoutGapOrDouble() throws Exception {
    model().enqueue(Script.numbered(60).held());
    BrowserPage leader = open("/");
    BrowserPage reader = openBeside(leader, "/");
    reader.send("Count");
    RecordedRequest answer = model().awaitCompletion(1, PATIENCE);
    answer.releaseTokens(20);
    assertThat(reader.answerText()).containsText("t20");
    answer.releaseTokens(10);
    leader.tab().close();
    answer.releaseTokens(30);
    reader.awaitStatus("complete");
    assertShowsWhatIsStored(reader);
    assertThat(reader.notice()).isHidden();
  }

  @Test
  void theLeadOfATabThatHangsIsTakenByOneInView() throws Exception {
    BrowserPage leader = open("/");
    BrowserPage reader = openBeside(leader, "/");
    assertThat(reader.find(".chat-list")).isVisible();
    leader
        .tab()
        .evaluate(
            "() => { setTimeout(() => {"
                + " for (const end = Date.now() + 60000; Date.now() < end;); }, 0); }");
    assertReads(reader);
  }

  @Test
  void theLeadOfATabThatSaysNothingIsTakenByOneInView() throws Exception {
    BrowserPage leader = open("/");
    BrowserPage reader = openBeside(leader, "/");
    assertThat(reader.find(".chat-list")).isVisible();
    leader.tab().evaluate("() => { BroadcastChannel.prototype.postMessage = () => {}; }");
    assertReads(reader);
  }

  private void assertReads(BrowserPage reader) throws Exception {
    model().enqueue(Script.numbered(40).held());
    reader.send("Count");
    RecordedRequest answer = model().awaitCompletion(1, PATIENCE);
    answer.releaseTokens(20);
    assertThat(reader.answerText()).containsText("t20");
    answer.releaseTokens(20);
    reader.awaitStatus("complete");
    assertShowsWhatIsStored(reader);
  }

  @Test
  void aBrowserWithoutLocksReadsInEveryTabInView() throws Exception {
    model().enqueue(Script.numbered(10).held());
    BrowserPage one = page("en");
    one.tab()
        .context()
        .addInitScript("Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})");
    one.go(server().uri("/").toString());
    BrowserPage two = openBeside(one, "/");
    one.send("Count");
    RecordedRequest answer = model().awaitCompletion(1, PATIENCE);
    answer.releaseTokens(3);
    assertThat(one.answerText()).hasText("t1 t2 t3");
    two.chatLink(one.chatId()).click();
    assertThat(two.answerText()).hasText("t1 t2 t3");
    answer.releaseTokens(7);
    for (BrowserPage page : List.of(one, two)) {
      page.awaitStatus("complete");
      assertShowsWhatIsStored(page);
    }
  }

  private void assertShowsWhatIsStored(BrowserPage page) throws Exception {
    MessageRead stored = api().history(page.chatId()).getLast();
    assertThat(page.answerText()).hasText(stored.content());
    assertThat(page.messages()).hasCount(2);
  }
}
