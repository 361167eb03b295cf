package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Script;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of an answer, before and after a reload, and quoting it. */
class MessageDetailsIT extends BrowserScene {

  @ParameterizedTest
  @CsvSource({"en, Thought for, first token after", "ru, Размышлял, первый токен через"})
  void theTimeOfThinkingAndOfTheFirstTokenSurviveAReload(
      String language, String thought, String first) throws Exception {
    model()
        .script(Script.text("four").thinking("two ", "and ", "two").every(Duration.ofMillis(120)));
    BrowserPage page = open("/", language);
    page.send("2 + 2?");
    page.awaitStatus("complete");
    Locator summary = page.answer().locator("details.thinking summary");
    assertThat(summary).hasText(Pattern.compile(thought + " \\d+"));
    String told = summary.textContent();
    page.reload();
    assertThat(page.answer().locator("details.thinking summary")).hasText(told);
    assertThat(page.answer().locator("[data-fact=first-token]")).containsText(first);
    assertThat(page.answer().locator("[data-fact=rate]")).isVisible();
  }

  @Test
  void aThinkingThatIsLeftOpenStaysOpenAndOneThatIsClosedStaysClosed() throws Exception {
    model().script(Script.text("four").thinking("two and two"));
    BrowserPage page = open("/");
    page.send("2 + 2?");
    page.awaitStatus("complete");
    Locator thinking = page.answer().locator("details.thinking");
    assertThat(thinking.locator(".thinking-text")).isHidden();
    thinking.locator("summary").click();
    long chat = page.chatId();
    await().until(() -> api().history(chat).getLast().metadata().thinkingExpanded());
    page.reload();
    assertThat(thinking.locator(".thinking-text")).hasText("two and two");

    // The next one is opened while it streams, since this one was left open; and stays so.
    model().script(Script.text("six").thinking("three and three").held());
    page.send("3 + 3?");
    model().releaseTokens(1);
    assertThat(page.answer().locator(".thinking-text")).isVisible();
    model().releaseTokens(1);
    page.awaitStatus("complete");
    await().until(() -> api().history(chat).getLast().metadata().thinkingExpanded());
    page.answer().locator("details.thinking summary").click();
    await().until(() -> !api().history(chat).getLast().metadata().thinkingExpanded());
    page.reload();
    assertThat(page.messages()).hasCount(4);
    assertThat(page.answer().locator(".thinking-text")).isHidden();

    // Of an answer that comes to nothing there is nothing to remember.
    List<String> remembered = new CopyOnWriteArrayList<>();
    page.tab()
        .onRequest(request -> {
          if (request.method().equals("PATCH")) {
            remembered.add(request.url());
          }
        });
    model().script(Script.text("eight").thinking("four and four").held());
    page.send("4 + 4?");
    model().releaseTokens(1);
    page.answer().locator("details.thinking summary").click();
    assertThat(page.answer().locator(".thinking-text")).isVisible();
    page.stop().click();
    assertThat(page.messages()).hasCount(5);
    await().until(() -> api().history(chat).size() == 5);
    page.reload();
    assertThat(page.messages()).hasCount(5);
    assertThat(remembered).isEmpty();
  }

  @Test
  void whyAnAnswerFailedIsSaidAfterAReloadToo() throws Exception {
    model().enqueue(Script.text("one ", "two ").cutAfter(2, Cut.CLOSE));
    BrowserPage page = open("/");
    page.send("Count");
    page.awaitStatus("failed");
    String reason = "The connection to the model broke before the answer was whole.";
    assertThat(page.answer().locator(".card-text")).hasText(reason);
    page.reload();
    assertThat(page.answer().locator(".card-text")).hasText(reason);
    assertThat(page.answer().locator(".card button[data-action=continue]")).isVisible();
  }

  @Test
  void whileAnAnswerComesItsRateIsGuessed() throws Exception {
    model().script(Script.numbered(400).every(Duration.ofMillis(20)));
    BrowserPage page = open("/");
    page.send("Count");
    Locator rate = page.answer().locator("[data-fact=rate]");
    assertThat(rate).hasText(Pattern.compile("≈ \\d+ tok/s"));
    assertThat(page.answer()).hasAttribute("data-status", "streaming");
    assertThat(rate).isVisible();
    page.stop().click();
    page.awaitStatus("stopped");
    assertThat(page.answer().locator(".facts")).not().containsText("≈");
  }

  @Test
  void aSelectionIsQuotedByTheButtonBesideIt() throws Exception {
    model().script(Script.text("First line.\n\nSecond line."));
    BrowserPage page = open("/");
    page.send("Tell me");
    page.awaitStatus("complete");
    page.composer().fill("I mean");
    select(page.answerText());
    Locator button = page.action("quote-selection");
    assertThat(button).isVisible();
    button.click();
    assertThat(page.composer()).hasValue("I mean\n\n> First line.\n> \n> Second line.\n\n");
    assertThat(page.composer()).isFocused();
    assertThat(button).isHidden();
  }

  @Test
  void aMessageIsQuotedWhereNothingIsSelectedInIt() throws Exception {
    model().script(Script.text("The **answer**."));
    BrowserPage page = open("/");
    page.send("Tell me");
    page.awaitStatus("complete");
    page.answer().locator("button[data-action=quote]").click();
    assertThat(page.composer()).hasValue("> The **answer**.\n\n");
    page.composer().fill("");
    select(page.answerText().locator("strong"));
    page.answer().locator("button[data-action=quote]").click();
    assertThat(page.composer()).hasValue("> answer\n\n");
  }

  @Test
  void aMessageIsCopiedByTheKeyboardAndThatIsSaid() throws Exception {
    String text = "The **answer**:\n\n1. `a < b`\n2. «да»";
    model().script(Script.text(text));
    BrowserPage page = open("/");
    page.tab().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.send("Tell me");
    page.awaitStatus("complete");
    Locator log = page.find("[role=log]");
    assertThat(log).containsText("AI answered");
    Locator copy = page.answer().locator(".meta button[data-action=copy]");
    copy.press("Enter");
    assertThat(log).hasText("Copied");
    assertThat(page.tab().evaluate("() => navigator.clipboard.readText()")).isEqualTo(text);
    page.tab().evaluate("() => navigator.clipboard.writeText = () => Promise.reject()");
    copy.press("Enter");
    assertThat(log).hasText("The browser did not allow copying");
    assertThat(copy).isFocused();
  }

  @Test
  void howAnAnswerBeginsAndEndsIsSaidOnce() throws Exception {
    BrowserPage page = open("/");
    page.tab()
        .evaluate(
            """
            () => {
              window.said = [];
              const log = document.querySelector('[role=log][aria-live=polite]');
              new MutationObserver(() => said.push(log.textContent))
                  .observe(log, {childList: true});
            }\
            """);
    model().script(Script.text("one ", "**two** ", "three"));
    page.send("Count");
    awaitSaid(page, "AI is typing…", "AI answered: one two three");
    model().enqueue(Script.numbered(9).held());
    page.send("Count");
    model().releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    page.stop().click();
    awaitSaid(page, "AI is typing…", "You stopped this answer. t1 t2");
    model().enqueue(Script.numbered(9).cutAfter(2, Cut.CLOSE));
    page.send("Count");
    String reason = "The connection to the model broke before the answer was whole.";
    awaitSaid(page, "AI is typing…", reason + " t1 t2");
  }

  /** Waits until these have been said and nothing else, and forgets them. */
  private static void awaitSaid(BrowserPage page, String... sentences) {
    page.tab()
        .waitForFunction("last => said.at(-1)?.trim() === last", sentences[sentences.length - 1]);
    assertThat(page.tab().evaluate("() => said.splice(0).map(text => text.trim())"))
        .isEqualTo(List.of(sentences));
  }

  private static void select(Locator element) {
    element.evaluate("e => getSelection().selectAllChildren(e)");
  }
}
