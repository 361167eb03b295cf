package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.potok.protocol.MessageRead;
import dev.potok.testkit.Script;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 1: what was said before is there again. */
class LoadMessagesIT extends BrowserScene {

  private static final String MARKDOWN =
      """
      ## Потоки в Java

      A paragraph with **bold**, *emphasis*, `code` and a [link](https://example.org/).

      - one
      - two, with 漢字 and 😀

      | name | value |
      |------|------:|
      | a    |     1 |

      ```java
      void main() {
        IO.println("поток");
      }
      ```

      <script>document.title = "must never run"</script>
      """;

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void aReloadShowsTheStoredHistoryWithItsMarkdown(String language) throws Exception {
    model().enqueue(Script.text("Hello!"), Script.text(MARKDOWN).thinking("Let me think."));
    long chat = api().newChat();
    api().say(chat, "Hi <b>there</b>");
    api().say(chat, "Show me what you can do");

    BrowserPage page = open("/chats/" + chat, language);
    assertShowsWhatIsStored(page, chat);
    assertThat(page.bodies().first()).hasText("Hi <b>there</b>");
    Locator text = page.answerText();
    assertThat(text.locator("h2")).hasText("Потоки в Java");
    assertThat(text.locator("strong")).hasText("bold");
    assertThat(text.locator("em")).hasText("emphasis");
    assertThat(text.locator("p code")).hasText("code");
    assertThat(text.locator("a")).hasAttribute("href", "https://example.org/");
    assertThat(text.locator("li")).hasCount(2);
    assertThat(text.locator("td")).hasText(new String[] {"a", "1"});
    assertThat(text.locator("pre code")).containsText("IO.println(\"поток\");");
    assertThat(text.locator("script")).hasCount(0);
    assertThat(page.tab().title()).doesNotContain("must never run");
    assertThat(page.answer().locator("details.thinking")).not().hasAttribute("open", "");
    assertThat(page.answer().locator("[data-fact=model]")).hasText("numbered");
    assertThat(page.cursor()).hasCount(0);
    assertThat(page.typing()).hasCount(0);
    assertThat(page.chatLink(chat)).hasAttribute("aria-current", "page");

    page.reload();
    assertShowsWhatIsStored(page, chat);
    page.keepLooks("history");
  }

  private void assertShowsWhatIsStored(BrowserPage page, long chat) throws Exception {
    List<MessageRead> stored = api().history(chat);
    assertThat(stored).hasSize(4);
    assertThat(page.messages()).hasCount(4);
    for (int i = 0; i < stored.size(); i++) {
      MessageRead message = stored.get(i);
      Locator shown = page.messages().nth(i);
      assertThat(shown).hasAttribute("data-message-id", Long.toString(message.id()));
      assertThat(shown).hasAttribute("data-role", message.role().wireName());
      assertThat(shown).hasAttribute("data-status", message.status().wireName());
    }
  }

  @Test
  void anUnknownChatIsSaidToBeOneAndLeadsToANewOne() {
    BrowserPage page = open("/chats/999");
    assertThat(page.find("main")).hasAttribute("data-missing", "true");
    assertThat(page.find("main")).containsText("There is no such chat");
    assertThat(page.alert()).hasCount(0);
    page.keepLook("unknown-chat-1280-light-en");
    page.find("main button[data-action=new-chat]").click();
    assertThat(page.find("main")).not().hasAttribute("data-missing", "true");
    assertThat(page.tab()).hasURL(server().uri("/").toString());
  }

  @Test
  void aLongHistoryOpensAtItsEndAndShowsTheRestOnTheWayUp() throws Exception {
    model().script(Script.text("Yes."));
    long chat = api().newChat();
    for (int i = 1; i <= 35; i++) {
      api().say(chat, "question " + i);
    }
    BrowserPage page = open("/chats/" + chat);
    assertThat(page.question()).isInViewport();
    assertThat(page.question().locator(".message-body")).hasText("question 35");
    page.tab()
        .waitForCondition(() -> {
          page.messages().first().scrollIntoViewIfNeeded();
          return page.messages().count() == 70;
        });
    assertThat(page.bodies().first()).hasText("question 1");
  }

  @Test
  void aHistoryThatCannotBeLoadedIsLoadedOnRetry() throws Exception {
    model().script(Script.text("Yes."));
    long chat = api().newChat();
    api().say(chat, "question");
    BrowserPage page = open("/");
    assertThat(page.chatLink(chat)).isVisible();
    // This call alone: when the whole line is back the page loads again by itself.
    Pattern history = Pattern.compile("/chats/\\d+/messages[?]");
    page.tab().route(history, route -> route.abort());
    page.chatLink(chat).click();
    assertThat(page.alert()).containsText("The server cannot be reached");
    page.tab().unroute(history);
    page.alert().locator("button[data-action=retry]").click();
    assertThat(page.messages()).hasCount(2);
    assertThat(page.alert()).hasCount(0);
  }
}
