package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import dev.potok.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing keeps people from using the page: axe-core finds no violation, whatever is shown. */
@Timeout(180)
class AccessibilityIT extends BrowserScene {

  private static final String MARKDOWN =
      """
      # A heading

      Some **bold** text, `code` and [a link](https://example.org/).

      ## Another

      - [x] done
      - [ ] to do

      | name | value |
      |------|------:|
      | a    |     1 |

      ```java
      int x = 1; // one
      ```

      > A quote
      """;

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void everyPage(String language) throws Exception {
    model().enqueue(Script.text(MARKDOWN).thinking("So be it"));
    long project = api().newProject("A project");
    long chat = api().newChatIn(project);
    api().say(chat, "Show me everything");
    BrowserPage page = open("/chats/" + chat, language);
    page.awaitStatus("complete");
    assertNoViolation(page, "a chat");
    for (String path : new String[] {"/", "/projects/" + project, "/streaming-demo"}) {
      page.go(server().uri(path).toString());
      assertThat(page.chatLink(chat)).isVisible();
      assertNoViolation(page, path);
    }
    page.go(server().uri("/chats/999").toString());
    assertThat(page.find("main h2").first()).isVisible();
    assertNoViolation(page, "no such chat");
  }

  @Test
  void whileAnAnswerGrows() {
    model().enqueue(Script.text("So ", "be it", "\n\n- one", "\n- two").held());
    BrowserPage page = open("/");
    page.send("Go on");
    assertThat(page.find(".typing-indicator")).isVisible();
    assertNoViolation(page, "typing");
    model().releaseTokens(3);
    assertThat(page.answerText().locator("li")).hasCount(1);
    assertNoViolation(page, "in mid-stream");
    page.action("stop").click();
    page.awaitStatus("stopped");
    assertNoViolation(page, "stopped");
  }

  @Test
  void anAnswerThatFailed() {
    model().enqueue(Script.text("So ", "be ", "it").errorAfter(2, "no more"));
    BrowserPage page = open("/");
    page.send("Go on");
    page.awaitStatus("failed");
    assertNoViolation(page, "failed");
  }

  @Test
  void menusAndDialogs() throws Exception {
    long chat = api().newChat();
    api().newProject("A project");
    model().enqueue(Script.numbered(3));
    api().say(chat, "Go on");
    BrowserPage page = open("/chats/" + chat);
    page.awaitStatus("complete");
    page.find(".chat-row").hover();
    page.action("chat-menu").click();
    assertThat(page.find("[role=menu]")).isVisible();
    assertNoViolation(page, "the menu of a chat");
    page.tab().keyboard().press("Escape");
    for (String action : new String[] {"settings", "new-project"}) {
      page.action(action).first().click();
      assertThat(page.find("dialog[open]")).isVisible();
      assertNoViolation(page, action);
      page.tab().keyboard().press("Escape");
      assertThat(page.find("dialog[open]")).hasCount(0);
    }
  }

  /** The page as it is, narrow and wide, light and dark, and with more contrast. */
  private static void assertNoViolation(BrowserPage page, String state) {
    for (int width : new int[] {BrowserPage.NARROW, BrowserPage.WIDE}) {
      page.tab().setViewportSize(width, BrowserPage.HEIGHT);
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        page.tab().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        Axe.assertNoViolation(page.tab(), state + ", " + width + " px, " + scheme);
      }
    }
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setContrast(Contrast.MORE));
    Axe.assertNoViolation(page.tab(), state + ", more contrast");
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setContrast(Contrast.NO_PREFERENCE));
  }
}
