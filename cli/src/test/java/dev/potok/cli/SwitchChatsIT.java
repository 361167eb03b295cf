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
}
