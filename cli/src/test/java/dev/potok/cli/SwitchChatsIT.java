package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageRead;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Scenario 4: another chat is opened while an answer is being written. */
class SwitchChatsIT extends BrowserScene {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Test
  void twoRunningAnswersDoNotMixAndBothAreReadToTheEnd() throws Exception {
    model()
        .enqueue(
            Script.text("red 1", " red 2", " red 3", " red 4").held(),
            Script.text("blue 1", " blue 2", " blue 3").held());
    long red = api().newChat();
    long blue = api().newChat();
    BrowserPage page = open("/chats/" + red);
    page.send("Be red");
    RecordedRequest redModel = model().awaitCompletion(1, PATIENCE);
    redModel.releaseTokens(1);
    assertThat(page.answerText()).hasText("red 1");

    page.chatLink(blue).click();
    assertThat(page.tab()).hasURL(server().uri("/chats/" + blue).toString());
    assertThat(page.find(".greeting")).isVisible();
    assertThat(page.messages()).hasCount(0);
    assertThat(page.stop()).isHidden();
    page.send("Be blue");
    RecordedRequest blueModel = model().awaitCompletion(2, PATIENCE);
    blueModel.releaseTokens(1);
    redModel.releaseTokens(1);
    assertThat(page.answerText()).hasText("blue 1");
    assertThat(page.messages()).hasCount(2);
    assertThat(page.chatLink(red).locator(".live")).isVisible();
    page.keepLooks("two-running");

    page.tab().goBack();
    assertThat(page.answerText()).hasText("red 1 red 2");
    assertThat(page.question().locator(".message-body")).hasText("Be red");
    assertThat(page.messages()).hasCount(2);
    assertThat(page.stop()).isVisible();
    redModel.releaseTokens(1);
    blueModel.releaseTokens(1);
    assertThat(page.answerText()).hasText("red 1 red 2 red 3");

    page.tab().goForward();
    assertThat(page.answerText()).hasText("blue 1 blue 2");
    blueModel.releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("blue 1 blue 2 blue 3");

    page.chatLink(red).click();
    redModel.releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("red 1 red 2 red 3 red 4");
    assertThat(api().history(red))
        .extracting(MessageRead::content)
        .containsExactly("Be red", "red 1 red 2 red 3 red 4");
    assertThat(api().history(blue))
        .extracting(MessageRead::content)
        .containsExactly("Be blue", "blue 1 blue 2 blue 3");
  }

  @Test
  void anAnswerThatEndsOutOfSightIsWholeOnReturn() throws Exception {
    model().enqueue(Script.numbered(6).held());
    long away = api().newChat();
    BrowserPage page = open("/");
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    long chat = page.chatId();
    page.chatLink(away).click();
    assertThat(page.messages()).hasCount(0);
    model().releaseTokens(4);
    assertThat(model().awaitCompletion(1, PATIENCE).awaitEnd(PATIENCE))
        .hasValue(RecordedRequest.Outcome.PLAYED);
    page.chatLink(chat).click();
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("t1 t2 t3 t4 t5 t6");
    assertThat(page.messages()).hasCount(2);
  }

  @Test
  void eachChatKeepsWhatWasWrittenAndNotSent() throws Exception {
    long one = api().newChat();
    long two = api().newChat();
    BrowserPage page = open("/chats/" + one);
    page.composer().fill("for one");
    page.chatLink(two).click();
    assertThat(page.composer()).hasValue("");
    page.composer().fill("for two");
    page.chatLink(one).click();
    assertThat(page.composer()).hasValue("for one");
    page.reload();
    assertThat(page.composer()).hasValue("for one");
  }

  @Test
  void aMessageWhoseAnswerFailsOutOfSightIsWhereItWasWritten() throws Exception {
    model().enqueue(failing(), failing());
    long away = api().newChat();
    BrowserPage page = open("/");
    page.send("precious");
    RecordedRequest first = model().awaitCompletion(1, PATIENCE);
    assertThat(page.typing()).isVisible();
    long chat = page.chatId();
    page.chatLink(away).click();
    assertThat(page.composer()).hasValue("");
    first.releaseTokens(1);
    first.awaitEnd(PATIENCE);
    page.chatLink(chat).click();
    assertThat(page.composer()).hasValue("precious");
    assertThat(page.messages()).hasCount(0);
    page.composer().fill("and more");
    page.reload();
    assertThat(page.composer()).hasValue("and more");

    // Nor does it go with its tab.
    BrowserPage beside = openBeside(page, "/chats/" + away);
    page.send("precious, too");
    RecordedRequest second = model().awaitCompletion(2, PATIENCE);
    assertThat(page.typing()).isVisible();
    page.tab().close();
    second.releaseTokens(1);
    second.awaitEnd(PATIENCE);
    beside.chatLink(chat).click();
    assertThat(beside.composer()).hasValue("precious, too");
    assertThat(beside.messages()).hasCount(0);
    assertThat(api().history(chat)).isEmpty();
  }

  @Test
  void anEditedMessageWhoseAnswerFailsOutOfSightIsInItsEditor() throws Exception {
    model().enqueue(Script.text("Well."), failing());
    long away = api().newChat();
    long chat = api().newChat();
    api().say(chat, "first");
    BrowserPage page = open("/chats/" + chat);
    page.question().hover();
    page.question().locator("button[data-action=edit]").click();
    page.find("textarea[name=edit]").fill("a better first");
    page.find("textarea[name=edit]").press("Enter");
    RecordedRequest asked = model().awaitCompletion(2, PATIENCE);
    assertThat(page.typing()).isVisible();
    page.chatLink(away).click();
    asked.releaseTokens(1);
    asked.awaitEnd(PATIENCE);
    page.chatLink(chat).click();
    assertThat(page.find("textarea[name=edit]")).hasValue("a better first");
    assertThat(page.answerText()).hasText("Well.");
    assertThat(page.composer()).hasValue("");
  }

  @Test
  void aMessageThatDidNotReachTheServerIsWhereItWasWritten() throws Exception {
    long away = api().newChat();
    long chat = api().newChat();
    BrowserPage page = page("en");
    page.tab().route("**/messages/stream", route -> {});
    page.go(server().uri("/chats/" + chat).toString());
    page.tab().waitForRequest("**/messages/stream", () -> page.send("precious"));
    page.chatLink(away).click();
    assertThat(page.composer()).hasValue("");
    page.chatLink(chat).click();
    assertThat(page.composer()).hasValue("precious");
    page.tab().waitForRequest("**/messages/stream", () -> page.send("precious"));
    page.reload();
    assertThat(page.composer()).hasValue("precious");
    assertThat(api().history(chat)).isEmpty();
  }

  @Test
  void whatOneTabSendsLeavesAloneWhatAnotherWrites() throws Exception {
    model().enqueue(Script.text("Well."));
    BrowserPage one = open("/");
    BrowserPage two = openBeside(one, "/");
    two.composer().fill("half written");
    one.send("whole");
    one.awaitStatus("complete");
    two.reload();
    assertThat(two.composer()).hasValue("half written");
  }

  /** An answer that begins and fails without text once a token is released. */
  private static Script failing() {
    return Script.text("never said").thinking("hm").errorAfter(1, "out of memory").held();
  }
}
