package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.potok.protocol.MessageStatus;
import dev.potok.testkit.RecordedRequest;
import dev.potok.testkit.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens in one tab shows in the others within a second. */
class LiveChangesIT extends BrowserScene {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double SHORTLY_MILLIS = 1_000;

  private static LocatorAssertions.HasTextOptions shortlyText() {
    return new LocatorAssertions.HasTextOptions().setTimeout(SHORTLY_MILLIS);
  }

  private static LocatorAssertions.IsVisibleOptions shortly() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(SHORTLY_MILLIS);
  }

  private static LocatorAssertions.HasCountOptions shortlyCount() {
    return new LocatorAssertions.HasCountOptions().setTimeout(SHORTLY_MILLIS);
  }

  @Test
  void aChatThatIsMadeRenamedAndDeletedShowsInTheOtherTab() throws Exception {
    model().enqueue(Script.text("Well."));
    BrowserPage one = open("/");
    BrowserPage two = openBeside(one, "/");
    assertThat(two.find(".chat-list")).containsText("Your chats will appear here");

    one.send("Rivers");
    one.awaitStatus("complete");
    long chat = one.chatId();
    assertThat(two.chatLink(chat)).hasText("Rivers", shortlyText());
    two.chatLink(chat).click();
    assertThat(two.find("main h1")).hasText("Rivers");

    choose(one, chat, "rename-chat");
    one.find("input[name=title]").fill("Lakes");
    one.find("input[name=title]").press("Enter");
    assertThat(two.find("main h1")).hasText("Lakes", shortlyText());
    assertThat(two.chatLink(chat)).hasText("Lakes");

    two.composer().fill("half a thought");
    choose(one, chat, "delete-chat");
    assertThat(two.chatLink(chat)).hasCount(0, shortlyCount());
    assertThat(two.tab()).hasURL(server().uri("/").toString());
    assertThat(two.find(".toast")).hasText("This chat was deleted in another window.");
    assertThat(two.composer()).hasValue("half a thought");
    assertThat(two.messages()).hasCount(0);
    assertThat(one.find(".toast-text")).hasText("Chat deleted");
  }

  @Test
  void anAnswerIsReadAlongInTheOtherTabAndStoppedFromThere() throws Exception {
    model().enqueue(Script.text("Well."), Script.numbered(50).held());
    long chat = api().newChat();
    api().say(chat, "Hello");
    BrowserPage one = open("/chats/" + chat);
    BrowserPage two = openBeside(one, "/chats/" + chat);
    assertThat(two.messages()).hasCount(2);

    one.send("Count");
    assertThat(two.messages()).hasCount(4, shortlyCount());
    assertThat(two.typing()).isVisible(shortly());
    assertThat(two.chatLink(chat).locator(".live")).isVisible(shortly());
    RecordedRequest answer = model().awaitCompletion(2, PATIENCE);
    answer.releaseTokens(3);
    assertThat(two.answerText()).hasText("t1 t2 t3", shortlyText());

    two.stop().click();
    two.awaitStatus("stopped");
    one.awaitStatus("stopped");
    assertThat(one.stop()).isHidden();
    assertThat(one.answerText()).hasText("t1 t2 t3");
    assertThat(two.chatLink(chat).locator(".live")).hasCount(0, shortlyCount());
    assertThat(api().history(chat).getLast().status()).isEqualTo(MessageStatus.STOPPED);

    one.answer().locator(".card button[data-action=delete]").click();
    assertThat(two.messages()).hasCount(3, shortlyCount());
    one.action("undo").click();
    assertThat(two.messages()).hasCount(4, shortlyCount());
  }

  @Test
  void anotherBrowserShowsItToo() throws Exception {
    model().enqueue(Script.text("Well.").held());
    BrowserPage one = open("/");
    BrowserPage two = open("/");
    one.send("Hello");
    assertThat(one.typing()).isVisible();
    two.chatLink(one.chatId()).click();
    assertThat(two.typing()).isVisible();
    model().releaseTokens(1);
    assertThat(two.answerText()).hasText("Well.", shortlyText());
    two.awaitStatus("complete");
  }

  private static void choose(BrowserPage page, long chat, String action) {
    Locator row =
        page.find(".chat-row").filter(new Locator.FilterOptions().setHas(page.chatLink(chat)));
    row.hover();
    row.locator("button[data-action=chat-menu]").click();
    page.action(action).click();
  }
}
