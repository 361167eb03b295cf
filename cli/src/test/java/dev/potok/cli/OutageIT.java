package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageRead;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The connection is lost, or the tab is loaded again, in the middle of an answer. */
class OutageIT extends BrowserScene {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long the server is out of reach, in milliseconds. */
  private static final double OUTAGE_MILLIS = 5_000;

  @Test
  void anOutageIsSaidAndTheAnswerGoesOnAfterItByItself() throws Exception {
    model().enqueue(Script.numbered(30).held());
    BrowserPage page = openThroughProxy("/");
    page.send("Count");
    RecordedRequest answer = model().awaitCompletion(1, PATIENCE);
    answer.releaseTokens(10);
    assertThat(page.answerText()).containsText("t10");
    String address = page.tab().url();

    proxy().refuse();
    proxy().cutAll();
    assertThat(page.notice()).hasText("Connection lost, reconnecting…");
    answer.releaseTokens(10);
    page.keepLooks("reconnecting");
    page.tab().waitForTimeout(OUTAGE_MILLIS);
    assertThat(page.notice()).isVisible();
    assertThat(page.tab()).hasURL(address);
    assertThat(page.stop()).isVisible();
    assertThat(page.answerText()).containsText("t10");

    proxy().pass();
    assertThat(page.answerText()).containsText("t20");
    assertThat(page.notice()).isHidden();
    answer.releaseTokens(10);
    page.awaitStatus("complete");
    MessageRead stored = api().history(page.chatId()).getLast();
    assertThat(page.answerText()).hasText(stored.content());
    assertThat(page.messages()).hasCount(2);
    assertThat(page.alert()).hasCount(0);
  }

  @Test
  void anOutageWhileNothingRunsIsSaidAndWhatHappenedMeanwhileShowsAfterIt() throws Exception {
    model().enqueue(Script.text("Well."), Script.text("Again."));
    long chat = api().newChat();
    api().say(chat, "Hello");
    BrowserPage page = page("ru").go(proxy().baseUrl() + "/chats/" + chat);
    assertThat(page.messages()).hasCount(2);
    proxy().refuse();
    proxy().cutAll();
    assertThat(page.notice()).hasText("Связь потеряна, переподключаемся…");
    page.keepLooks("reconnecting");
    api().say(chat, "And again");
    long other = api().newChat();
    proxy().pass();
    assertThat(page.messages()).hasCount(4);
    assertThat(page.chatLink(other)).isVisible();
    assertThat(page.notice()).isHidden();
  }

  @Test
  void aReloadInTheMiddleShowsTheTextSoFarAndGoesOn() throws Exception {
    model().enqueue(Script.numbered(30).held());
    BrowserPage page = open("/");
    page.send("Count");
    RecordedRequest answer = model().awaitCompletion(1, PATIENCE);
    answer.releaseTokens(10);
    assertThat(page.answerText()).containsText("t10");
    page.reload();
    assertThat(page.answerText()).containsText("t10");
    assertThat(page.stop()).isVisible();
    assertThat(page.cursor()).hasCount(1);
    answer.releaseTokens(10);
    assertThat(page.answerText()).containsText("t20");
    page.stop().click();
    page.awaitStatus("stopped");
    assertThat(page.answerText()).hasText(api().history(page.chatId()).getLast().content());
  }
}
