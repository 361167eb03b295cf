package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.potok.protocol.MessageRead;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.Script;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario 2: a message is sent, and its answer grows before the reader's eyes. */
class SendMessageIT extends BrowserScene {

  @ParameterizedTest
  @CsvSource({"en, AI is typing…, 5 tokens", "ru, AI печатает…, 5 токенов"})
  void anAnswerGrowsToWhatIsStored(String language, String typing, String tokens) throws Exception {
    model()
        .enqueue(
            Script.text("Streams **are** ", "lazy", ".").thinking("First, ", "I think.").held());
    BrowserPage page = open("/", language);
    page.keepLooks("empty");

    page.send("What is a stream?");
    assertThat(page.question().locator(".message-body")).hasText("What is a stream?");
    assertThat(page.typing()).hasText(typing);
    assertThat(page.cursor()).hasCount(0);
    assertThat(page.composer()).hasValue("");
    assertThat(page.stop()).isVisible();
    assertThat(page.tab()).hasURL(Pattern.compile(".*/chats/[0-9]+$"));
    page.keepLooks("typing");
    mark(page.question());
    mark(page.answer());

    model().releaseTokens(2);
    Locator thinking = page.answer().locator("details.thinking");
    assertThat(thinking).isVisible();
    assertThat(thinking.locator(".thinking-text")).isHidden();
    thinking.locator("summary").click();
    assertThat(thinking.locator(".thinking-text")).hasText("First, I think.");
    thinking.locator("summary").click();

    model().releaseTokens(1);
    assertThat(page.typing()).hasCount(0);
    assertThat(page.answerText().locator("strong")).hasText("are");
    model().releaseTokens(1);
    assertThat(page.answerText()).hasText("Streams are lazy");
    assertThat(page.cursor()).hasCount(1);
    assertThat(page.answerText().locator(".streaming-cursor")).hasCount(1);
    assertThat(page.cursor().evaluate("e => e.getAnimations({subtree: true}).length")).isEqualTo(1);
    assertThat(page.answer()).hasAttribute("aria-busy", "true");
    page.keepLooks("streaming");

    model().releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.cursor()).hasCount(0);
    assertThat(page.stop()).isHidden();
    assertThat(page.action("send")).isVisible();
    assertShowsWhatIsStored(page);
    assertThat(isMarked(page.question())).isTrue();
    assertThat(isMarked(page.answer())).isTrue();
    assertThat(page.answer().locator(".facts")).containsText("numbered");
    assertThat(page.answer().locator("[data-fact=tokens]")).containsText(tokens);
    assertThat(page.answer().locator("[data-fact=time]")).isVisible();
    assertThat(page.chatLink(page.chatId())).hasText("What is a stream?");
    page.keepLooks("complete");
  }

  private void assertShowsWhatIsStored(BrowserPage page) throws Exception {
    List<MessageRead> stored = api().history(page.chatId());
    assertThat(stored).hasSize(2);
    assertThat(stored.getLast().status()).isEqualTo(MessageStatus.COMPLETE);
    assertThat(page.messages()).hasCount(2);
    assertThat(page.idOf(page.question())).isEqualTo(stored.getFirst().id());
    assertThat(page.idOf(page.answer())).isEqualTo(stored.getLast().id());
    assertThat(stored.getLast().content()).isEqualTo("Streams **are** lazy.");
    assertThat(page.answerText()).hasText("Streams are lazy.");
  }

  private static void mark(Locator message) {
    message.evaluate("e => { e.markOfTest = true; }");
  }

  private static boolean isMarked(Locator message) {
    return (Boolean) message.evaluate("e => e.markOfTest === true");
  }

  @Test
  void theMessageIsShownBeforeTheServerHasAnsweredAnything() throws Exception {
    model().enqueue(Script.text("Here I am."));
    long chat = api().newChat();
    BrowserPage page = openThroughProxy("/chats/" + chat);
    assertThat(page.find(".greeting")).isVisible();
    proxy().stall();
    page.send("Is anybody there?");
    assertThat(page.question().locator(".message-body")).hasText("Is anybody there?");
    assertThat(page.typing()).isVisible();
    assertThat(page.composer()).hasValue("");
    assertThat(api().history(chat)).isEmpty();
    proxy().pass();
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("Here I am.");
    assertThat(page.messages()).hasCount(2);
  }

  @Test
  void onlyTheLastMessageHasACursor() throws Exception {
    model().enqueue(Script.text("one"), Script.text("two", " three").held());
    BrowserPage page = open("/");
    page.send("first");
    page.awaitStatus("complete");
    page.send("second");
    assertThat(page.messages()).hasCount(4);
    assertThat(page.typing()).hasCount(1);
    model().releaseTokens(1);
    assertThat(page.answerText()).hasText("two");
    assertThat(page.cursor()).hasCount(1);
    assertThat(page.messages().nth(3).locator(".streaming-cursor")).hasCount(1);
    model().releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("two three");
    assertThat(page.cursor()).hasCount(0);
  }

  @Test
  void enterSendsAndShiftEnterBreaksTheLineAndNothingIsNotSent() throws Exception {
    model().enqueue(Script.text("Well."));
    BrowserPage page = open("/");
    page.composer().fill(" \n\t ");
    assertThat(page.action("send")).isDisabled();
    page.composer().press("Enter");
    assertThat(page.tab()).hasURL(server().uri("/").toString());
    page.composer().fill("");
    page.composer().pressSequentially("one");
    page.composer().press("Shift+Enter");
    page.composer().pressSequentially("two");
    assertThat(page.composer()).hasValue("one\ntwo");
    // An Enter that ends the composition of a character is not one that sends.
    page.composer()
        .evaluate(
            "e => e.dispatchEvent(new KeyboardEvent('keydown',"
                + " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))");
    assertThat(page.messages()).hasCount(0);
    page.composer().press("Enter");
    page.awaitStatus("complete");
    assertThat(page.question().locator(".message-body"))
        .hasText("one\ntwo", new LocatorAssertions.HasTextOptions().setUseInnerText(true));
    assertThat(api().history(page.chatId()).getFirst().content()).isEqualTo("one\ntwo");
    assertThat(model().completions()).hasSize(1);
  }

  @Test
  void theSendButtonSendsAndTheComposerKeepsTheFocus() throws Exception {
    model().enqueue(Script.text("Well."));
    BrowserPage page = open("/");
    page.composer().fill("by button");
    page.action("send").click();
    page.awaitStatus("complete");
    assertThat(page.composer()).isFocused();
  }

  @Test
  void stopKeepsTheTextThatHasCome() throws Exception {
    model().enqueue(Script.numbered(50).held());
    BrowserPage page = open("/");
    page.send("Count");
    model().releaseTokens(3);
    assertThat(page.answerText()).hasText("t1 t2 t3");
    page.stop().click();
    page.awaitStatus("stopped");
    await().atMost(Duration.ofSeconds(1)).until(() -> model().openConnections() == 0);
    assertThat(page.answerText()).hasText("t1 t2 t3");
    assertThat(page.answer().locator(".card[data-kind=stopped]")).isVisible();
    assertThat(page.cursor()).hasCount(0);
    assertThat(page.stop()).isHidden();
    page.keepLooks("stopped");
    MessageRead stored = api().history(page.chatId()).getLast();
    assertThat(stored.status()).isEqualTo(MessageStatus.STOPPED);
    assertThat(stored.content()).isEqualTo("t1 t2 t3");

    page.reload();
    assertThat(page.answerText()).hasText("t1 t2 t3");
    page.awaitStatus("stopped");
  }

  @Test
  void stopBeforeTheFirstTokenLeavesTheQuestionAlone() throws Exception {
    model().enqueue(Script.numbered(50).held());
    BrowserPage page = open("/");
    page.send("Count");
    assertThat(page.typing()).isVisible();
    page.stop().click();
    assertThat(page.messages()).hasCount(1);
    assertThat(page.question().locator(".message-body")).hasText("Count");
    assertThat(page.typing()).hasCount(0);
    assertThat(page.stop()).isHidden();
    assertThat(api().history(page.chatId())).hasSize(1);
  }

  @Test
  void growingTextStaysInViewUntilTheReaderLeavesTheEnd() throws Exception {
    String lines = "a line of text\n\n".repeat(60);
    model().enqueue(Script.text(lines, "more\n\n" + lines, "and more\n\n" + lines, "end").held());
    BrowserPage page = open("/");
    page.send("Write");
    model().releaseTokens(1);
    assertThat(page.cursor()).isInViewport();
    model().releaseTokens(1);
    assertThat(page.answerText()).containsText("more");
    assertThat(page.cursor()).isInViewport();

    Locator flow = page.find(".flow");
    flow.hover();
    page.tab().mouse().wheel(0, -600);
    assertThat(page.action("to-bottom")).isVisible();
    Object top = flow.evaluate("e => e.scrollTop");
    model().releaseTokens(1);
    assertThat(page.answerText()).containsText("and more");
    assertThat(flow.evaluate("e => e.scrollTop")).isEqualTo(top);
    page.action("to-bottom").click();
    assertThat(page.cursor()).isInViewport();
    model().releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.answer().locator(".facts")).isInViewport();
  }

  @Test
  void theEndStaysInViewWhenTheWindowGetsSmall() throws Exception {
    String words = "many words ".repeat(150);
    model().enqueue(Script.text(words, "and the end"));
    BrowserPage page = open("/");
    page.send("Write");
    page.awaitStatus("complete");
    assertThat(page.answer().locator(".facts")).isInViewport();
    page.tab().setViewportSize(BrowserPage.NARROW, BrowserPage.HEIGHT / 2);
    assertThat(page.answer().locator(".facts")).isInViewport();
    page.composer().fill("a line\n".repeat(5));
    assertThat(page.answer().locator(".facts")).isInViewport();
  }
}
