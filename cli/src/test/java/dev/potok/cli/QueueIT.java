package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.potok.protocol.MessageRead;
import dev.potok.testkit.Cut;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** While an answer runs, further messages are queued; an answer that broke off is gone on with. */
class QueueIT extends BrowserScene {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void queuedMessagesAreEditedRemovedKeptOverAReloadAndSentInTheirOrder() throws Exception {
    model()
        .enqueue(Script.numbered(2).held(), Script.text("two").held(), Script.text("three").held());
    BrowserPage page = open("/");
    page.send("first");
    assertThat(page.typing()).isVisible();
    page.send("second");
    page.send("to be removed");
    page.send("third");
    assertThat(page.composer()).hasValue("");
    assertThat(page.queued()).hasCount(3);
    assertThat(page.messages()).hasCount(2);
    page.keepLooks("queue");

    queued(page, "to be removed").locator("button[data-action=remove-queued]").click();
    assertThat(page.queued()).hasCount(2);
    queued(page, "third").locator("button[data-action=edit-queued]").click();
    page.keepLooks("queue-edit");
    page.find("textarea[name=queued]").fill("third, edited");
    page.find("textarea[name=queued]").press("Enter");
    assertThat(page.queued().locator(".queued-text"))
        .hasText(new String[] {"second", "third, edited"});

    page.reload();
    assertThat(page.queued().locator(".queued-text"))
        .hasText(new String[] {"second", "third, edited"});
    assertThat(page.stop()).isVisible();
    model().awaitCompletion(1, PATIENCE).releaseTokens(2);
    model().awaitCompletion(2, PATIENCE).releaseTokens(1);
    assertThat(page.messages()).hasCount(6);
    assertThat(page.queued()).hasCount(0);
    model().awaitCompletion(3, PATIENCE).releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.bodies())
        .hasText(new String[] {"first", "t1 t2", "second", "two", "third, edited", "three"});
    assertThat(api().history(page.chatId()))
        .extracting(MessageRead::content)
        .containsExactly("first", "t1 t2", "second", "two", "third, edited", "three");
  }

  @Test
  void nothingThatIsQueuedOvertakesASendThatTheServerHasNotHeardOf() throws Exception {
    model().enqueue(Script.text("one"), Script.text("two"));
    long chat = api().newChat();
    BrowserPage page = page("en");
    page.tab()
        .route(
            "**/messages/stream",
            route -> {
              if (route.request().postData().contains("first")) {
                route.abort();
              } else {
                route.resume();
              }
            });
    page.go(server().uri("/chats/" + chat).toString());
    page.send("first");
    assertThat(page.typing()).isVisible();
    page.send("second");
    assertThat(page.queued().locator(".queued-text")).hasText("second");
    // As many ways to the server and back as overtaking would take, and more.
    for (int i = 0; i < 5; i++) {
      page.tab().evaluate("fetch('/api/web/v1/chats/" + chat + "/messages?limit=1')");
    }
    assertThat(api().history(chat)).isEmpty();
    page.tab().unroute("**/messages/stream");
    assertThat(page.bodies()).hasText(new String[] {"first", "one", "second", "two"});
    assertThat(page.queued()).hasCount(0);
  }

  @Test
  void aMessageThatAnotherAnswerIsInTheWayOfIsQueued() throws Exception {
    model().enqueue(Script.text("Well."), Script.numbered(2).held(), Script.text("two"));
    long chat = api().newChat();
    api().say(chat, "first");
    BrowserPage page = page("en");
    // This page does not hear what others do.
    page.tab().route("**/events*", route -> route.abort());
    page.go(server().uri("/chats/" + chat).toString());
    assertThat(page.messages()).hasCount(2);
    Thread elsewhere =
        Thread.ofVirtual()
            .start(() -> {
              try {
                api().say(chat, "elsewhere");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    RecordedRequest running = model().awaitCompletion(2, PATIENCE);

    page.send("mine");
    assertThat(page.queued().locator(".queued-text")).hasText("mine");
    assertThat(page.composer()).hasValue("");
    assertThat(page.alert()).hasCount(0);
    page.tab().unroute("**/events*");
    running.releaseTokens(2);
    elsewhere.join(PATIENCE);
    assertThat(page.bodies())
        .hasText(new String[] {"first", "Well.", "elsewhere", "t1 t2", "mine", "two"});
    assertThat(page.queued()).hasCount(0);
  }

  @Test
  void afterAStopTheQueueWaitsForItsReader() throws Exception {
    model().enqueue(Script.numbered(9).held(), Script.text("Well."));
    BrowserPage page = open("/", "ru");
    page.send("first");
    RecordedRequest answer = model().awaitCompletion(1, PATIENCE);
    answer.releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    page.send("second");
    assertThat(page.queued()).hasCount(1);
    page.composer().fill("third");
    page.keepLooks("queue-and-text");
    page.composer().fill("");
    page.stop().click();
    page.awaitStatus("stopped");
    assertThat(page.action("send-queue")).hasText("Отправить");
    assertThat(page.queued()).hasCount(1);
    page.keepLooks("queue-waits");
    page.reload();
    assertThat(page.action("send-queue")).isVisible();
    assertThat(page.messages()).hasCount(2);

    long chat = page.chatId();
    page.find(".chat-row").hover();
    page.action("chat-menu").click();
    page.action("delete-chat").click();
    assertThat(page.chatLink(chat)).hasCount(0);
    page.action("undo").click();
    page.chatLink(chat).click();
    assertThat(page.queued().locator(".queued-text")).hasText("second");

    page.action("send-queue").click();
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("Well.");
    assertThat(page.queued()).hasCount(0);
    assertThat(page.messages()).hasCount(4);
  }

  @Test
  void ofTwoTabsOneSends() throws Exception {
    model().enqueue(Script.numbered(2).held(), Script.text("two"), Script.text("three"));
    BrowserPage one = open("/");
    one.send("first");
    assertThat(one.typing()).isVisible();
    BrowserPage two = openBeside(one, "/chats/" + one.chatId());
    one.send("second");
    two.send("third");
    for (BrowserPage page : new BrowserPage[] {one, two}) {
      assertThat(page.queued().locator(".queued-text")).hasText(new String[] {"second", "third"});
    }
    model().awaitCompletion(1, PATIENCE).releaseTokens(2);
    for (BrowserPage page : new BrowserPage[] {one, two}) {
      assertThat(page.bodies())
          .hasText(new String[] {"first", "t1 t2", "second", "two", "third", "three"});
      assertThat(page.queued()).hasCount(0);
    }
    assertThat(api().history(one.chatId())).hasSize(6);
    assertThat(model().completions()).hasSize(3);
  }

  @Test
  void aQueueGoesOnWhileAnotherChatIsShown() throws Exception {
    model().enqueue(Script.numbered(2).held(), Script.text("two"));
    long other = api().newChat();
    BrowserPage page = open("/");
    page.send("first");
    assertThat(page.typing()).isVisible();
    page.send("second");
    assertThat(page.queued()).hasCount(1);
    long chat = page.chatId();
    page.chatLink(other).click();
    assertThat(page.queued()).hasCount(0);
    model().awaitCompletion(1, PATIENCE).releaseTokens(2);
    model().awaitCompletion(2, PATIENCE).awaitEnd(PATIENCE);
    page.chatLink(chat).click();
    assertThat(page.bodies()).hasText(new String[] {"first", "t1 t2", "second", "two"});
  }

  @Test
  void anAnswerThatWasStoppedIsGoneOnWith() throws Exception {
    model().enqueue(Script.numbered(9).held(), Script.text(" and", " more").held());
    BrowserPage page = open("/");
    page.send("Count");
    model().awaitCompletion(1, PATIENCE).releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    page.stop().click();
    page.awaitStatus("stopped");
    page.keepLooks("continue");

    page.answer().locator("button[data-action=continue]").click();
    assertThat(page.answer()).hasAttribute("data-status", "streaming");
    assertThat(page.answerText()).hasText("t1 t2");
    assertThat(page.stop()).isVisible();
    model().awaitCompletion(2, PATIENCE).releaseTokens(2);
    page.awaitStatus("complete");
    assertThat(page.answerText()).hasText("t1 t2 and more");
    assertThat(page.messages()).hasCount(2);
    assertThat(api().history(page.chatId()).getLast().content()).isEqualTo("t1 t2 and more");
  }

  @Test
  void anAnswerThatFailedWithTextOffersEachWayOnOnce() throws Exception {
    model().enqueue(Script.numbered(5).cutAfter(2, Cut.CLOSE));
    BrowserPage page = open("/");
    page.send("Count");
    page.awaitStatus("failed");
    assertThat(page.answerText()).hasText("t1 t2");
    assertThat(page.alert()).isVisible();
    for (String action : new String[] {"continue", "retry", "delete"}) {
      Locator buttons = page.find("main button[data-action=" + action + "]:visible");
      assertThat(page.answer().locator(".card button[data-action=" + action + "]")).hasCount(1);
      if (!action.equals("delete")) {
        assertThat(buttons).hasCount(1);
      }
    }
    page.keepLooks("failed");
  }

  @Test
  void whatIsBeingMadeOfAMessageThatAnotherTabRemovesWaitsInItsPlace() throws Exception {
    model().enqueue(Script.numbered(2).held());
    BrowserPage one = open("/");
    one.send("first");
    assertThat(one.typing()).isVisible();
    one.send("second");
    one.send("third");
    BrowserPage two = openBeside(one, "/chats/" + one.chatId());
    queued(one, "second").locator("button[data-action=edit-queued]").click();
    one.find("textarea[name=queued]").fill("second, edited");
    queued(two, "second").locator("button[data-action=remove-queued]").click();
    for (BrowserPage page : new BrowserPage[] {one, two}) {
      assertThat(page.queued().locator(".queued-text"))
          .hasText(new String[] {"second, edited", "third"});
      assertThat(page.action("send-queue")).isVisible();
    }
    one.keepLooks("queue-removed");
    queued(one, "third").locator("button[data-action=edit-queued]").click();
    assertThat(one.find("textarea[name=queued]")).hasValue("third");
  }

  @Test
  void whatIsBeingMadeOfAMessageOutlastsALookElsewhereAndAReload() throws Exception {
    model().enqueue(Script.numbered(2).held());
    BrowserPage page = open("/");
    page.send("first");
    assertThat(page.typing()).isVisible();
    page.send("second");
    queued(page, "second").locator("button[data-action=edit-queued]").click();
    Locator field = page.find("textarea[name=queued]");
    assertThat(field).isFocused();
    page.tab().keyboard().type(" and");
    assertThat(field).hasValue("second and");
    page.reload();
    assertThat(field).hasValue("second and");
    field.fill("second and third");
    long chat = page.chatId();
    page.action("new-chat").first().click();
    assertThat(page.queued()).hasCount(0);
    page.chatLink(chat).click();
    assertThat(field).hasValue("second and third");
    field.press("Escape");
    assertThat(page.queued().locator(".queued-text")).hasText("second");
    page.reload();
    assertThat(page.queued().locator(".queued-text")).hasText("second");
  }

  @Test
  void theLastMessageIsRemovedByEmptyingIt() throws Exception {
    model().enqueue(Script.numbered(2).held());
    BrowserPage page = open("/");
    page.send("first");
    assertThat(page.typing()).isVisible();
    page.send("second");
    page.action("edit-queued").click();
    page.find("textarea[name=queued]").fill("");
    page.find("textarea[name=queued]").press("Enter");
    assertThat(page.queued()).hasCount(0);
    assertThat(page.find(".queue")).isHidden();
  }

  private static Locator queued(BrowserPage page, String text) {
    return page.queued().filter(new Locator.FilterOptions().setHasText(text));
  }
}
