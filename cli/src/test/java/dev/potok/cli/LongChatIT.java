package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import dev.potok.testkit.Script;
import dev.potok.testkit.SeededChat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A chat of thousands of messages, of which the page loads and draws what is looked at. */
class LongChatIT extends BrowserScene {

  /** How many boxes the page may hold at a time, see {@code MessageFlow}. */
  private static final int MOST_DRAWN = 120 + 12;

  private long chat;
  private int total;
  private long lastId;

  /** A chat of so many messages; gives its path. */
  private String chatOf(int messages) throws Exception {
    chat = api().newChat();
    total = messages;
    lastId =
        SeededChat.fill(
            folder.resolve("data").resolve("potok.db"),
            chat,
            messages,
            number -> "message " + number + (number % 2 == 0 ? "\n\n" + "text ".repeat(80) : ""));
    return "/chats/" + chat;
  }

  /** A message of the chat by its number, from 1. */
  private Locator message(BrowserPage page, int number) {
    return page.message(lastId - total + number);
  }

  private static void wheel(BrowserPage page, int pixels) {
    page.find(".flow").hover();
    page.tab().mouse().wheel(0, pixels);
  }

  @Test
  void aLongChatIsReadAndDrawnOnlyAsFarAsItIsLookedAt() throws Exception {
    List<String> reads = new CopyOnWriteArrayList<>();
    String path = chatOf(10_000);
    BrowserPage page = page("en");
    page.tab().onRequest(request -> note(request, reads));
    page.go(server().uri(path).toString());
    assertThat(page.message(lastId)).isInViewport();
    assertThat(page.messages().count()).isLessThanOrEqualTo(MOST_DRAWN);
    assertThat(reads).isNotEmpty().allMatch(query -> query.startsWith("limit=50"));
    assertThat(reads.size()).isLessThanOrEqualTo(3);
  }

  private static void note(Request request, List<String> reads) {
    if (request.url().contains("/messages?")) {
      reads.add(request.url().replaceAll(".*[?]", ""));
    }
  }

  @Test
  void theWayUpLeadsToTheFirstMessageAndTheWayDownBack() throws Exception {
    BrowserPage page = open(chatOf(300));
    assertThat(message(page, 300)).isInViewport();
    page.tab()
        .waitForCondition(() -> {
          wheel(page, -1500);
          assertThat(page.messages().count()).isLessThanOrEqualTo(MOST_DRAWN);
          return message(page, 1).count() == 1
              && ((Number) page.find(".flow").evaluate("flow => flow.scrollTop")).intValue() == 0;
        });
    assertThat(message(page, 1)).isInViewport();
    assertThat(message(page, 300)).hasCount(0);
    assertThat(page.find(".typing-indicator")).hasCount(0);
    page.action("to-bottom").click();
    assertThat(message(page, 300)).isInViewport();
    assertThat(message(page, 1)).hasCount(0);
  }

  @Test
  void whatIsReadStaysInPlaceWhileEarlierMessagesCome() throws Exception {
    BrowserPage page = open(chatOf(300));
    assertThat(message(page, 300)).isInViewport();
    Object moved =
        page.tab()
            .evaluate(
                """
                async () => {
                  const flow = document.querySelector('.flow');
                  const frame = () => new Promise(requestAnimationFrame);
                  let worst = 0;
                  for (let step = 0; step < 60; step++) {
                    flow.scrollTop -= 400;
                    await frame();
                    const mid = flow.getBoundingClientRect().top + 200;
                    const seen = [...document.querySelectorAll('article')]
                        .find(box => box.getBoundingClientRect().bottom > mid);
                    const before = seen.getBoundingClientRect().top;
                    for (let i = 0; i < 4; i++) await frame();
                    if (seen.isConnected && flow.scrollTop > 0) {
                      worst = Math.max(worst, Math.abs(seen.getBoundingClientRect().top - before));
                    }
                  }
                  return worst;
                }\
                """);
    assertThat(((Number) moved).doubleValue()).isLessThanOrEqualTo(2);
    assertThat(page.messages().first().getAttribute("data-message-id"))
        .satisfies(id -> assertThat(Long.parseLong(id)).isLessThan(lastId - 100));
  }

  @Test
  void anAddressLeadsToAMessageFarBack() throws Exception {
    String path = chatOf(3_000);
    long sought = lastId - 2_500;
    BrowserPage page = open(path + "#message-" + sought);
    assertThat(page.message(sought)).isInViewport();
    assertThat(page.message(sought)).isFocused();
    assertThat(page.messages().count()).isLessThanOrEqualTo(MOST_DRAWN);
    assertThat(page.action("to-bottom")).isVisible();
    page.keepLook("sought-message-1280-light-en");

    page.tab().evaluate("location.hash = '#message-999999'");
    assertThat(page.find(".toasts")).containsText("This message is no longer there");
  }

  @Test
  void whatWasSoughtStaysInPlaceWhileTextComesBelow() throws Exception {
    BrowserPage page = open(chatOf(100) + "#message-" + lastId);
    assertThat(page.message(lastId)).isFocused();
    model().enqueue(Script.text("a line\n\n".repeat(60)));
    api().say(chat, "one more");
    page.awaitStatus("complete");
    assertThat(page.answer()).not().hasAttribute("data-message-id", String.valueOf(lastId));
    assertThat(page.message(lastId)).isInViewport();
    assertThat(page.action("to-bottom")).isVisible();
  }

  @Test
  void oneCanSendRegenerateAndDeleteWhereOnlyAPartIsLoaded() throws Exception {
    model().script(Script.text("a new answer"));
    BrowserPage page = open(chatOf(300));
    assertThat(message(page, 300)).isInViewport();
    wheel(page, -2000);
    assertThat(page.action("to-bottom")).isVisible();
    page.send("one more");
    assertThat(page.answerText()).hasText("a new answer");
    page.awaitStatus("complete");
    assertThat(page.answer()).isInViewport();

    page.answer().hover();
    page.answer().locator("[data-action=retry]").click();
    assertThat(page.answer().locator(".versions")).containsText("2/2");
    page.awaitStatus("complete");
    page.answer().locator("[data-action=version-before], .versions button").first().click();
    assertThat(page.answer().locator(".versions")).containsText("1/2");

    page.question().hover();
    page.question().locator("[data-action=delete]").click();
    assertThat(page.question().locator(".message-body")).not().hasText("one more");
    assertThat(page.find(".toasts button")).isVisible();
    page.find(".toasts button").click();
    assertThat(page.question().locator(".message-body")).hasText("one more");
    assertThat(api().history(chat)).hasSize(302);
  }
}
