package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import dev.potok.testkit.Script;
import java.nio.file.Path;
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

      > A quote[^1]

      [^1]: And where it is from
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

  @Test
  void whatIsFoundEditedAndArchived() throws Exception {
    model().enqueue(Script.text("It flows."));
    long chat = api().newChat();
    api().say(chat, "A river");
    BrowserPage page = open("/chats/" + chat);
    page.awaitStatus("complete");
    page.tab().keyboard().press("Control+Shift+F");
    page.tab().keyboard().type("river");
    assertThat(page.find(".hit mark").first()).isVisible();
    assertNoViolationInBoth(page, "search results");
    page.tab().keyboard().press("Escape");
    page.action("archive").click();
    assertThat(page.action("leave-archive")).isVisible();
    assertNoViolationInBoth(page, "archive");
    page.action("leave-archive").click();
    page.tab().keyboard().press("Escape");
    page.composer().press("ArrowUp");
    assertThat(page.find("textarea[name=edit]")).isFocused();
    assertNoViolationInBoth(page, "message editor");
  }

  @Test
  void dialogsOfAChatPromptsAndAReport() throws Exception {
    api().newPrompt("translate", "Into {{language}}: {{text}}");
    BrowserPage page = open("/");
    page.action("chat-options").click();
    page.find("input[name=chat-temperature]").fill("3");
    page.find("dialog button[data-action=confirm]").click();
    assertNoViolationInBoth(page, "options of a chat, one of them wrong");
    page.find("dialog button[data-action=close]").click();
    page.composer().fill("/");
    assertThat(page.find("[role=option]").last()).containsText("translate");
    assertNoViolationInBoth(page, "commands");
    page.composer().fill("/prompts");
    page.composer().press("Enter");
    assertThat(page.find(".prompt")).hasCount(1);
    assertNoViolationInBoth(page, "prompts");
    page.find("button[data-action=edit-prompt]").click();
    assertNoViolationInBoth(page, "a prompt");
    page.find("dialog button[data-action=cancel]").click();
    page.find("button[data-action=use-prompt]").click();
    assertThat(page.find("textarea[name=variable]")).hasCount(2);
    assertNoViolationInBoth(page, "variables of a prompt");
    page.find("dialog button[data-action=cancel]").click();
    page.action("settings").click();
    page.find("input[name=import]")
        .setInputFiles(Path.of("src/test/resources/dev/potok/cli/imports/hostile.json"));
    assertThat(page.find(".report li").first()).isVisible();
    assertNoViolationInBoth(page, "the report of an import");
  }

  /** The page as it is, narrow and dark, wide and light. */
  private static void assertNoViolationInBoth(BrowserPage page, String state) {
    page.tab().setViewportSize(BrowserPage.NARROW, BrowserPage.HEIGHT);
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    Axe.assertNoViolation(page.tab(), state + ", narrow and dark");
    page.tab().setViewportSize(BrowserPage.WIDE, BrowserPage.HEIGHT);
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    Axe.assertNoViolation(page.tab(), state + ", wide and light");
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
