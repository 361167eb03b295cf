package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import dev.potok.testkit.Script;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** The narrowest window that the page promises to work in, in CSS pixels. */
  private static final int NARROWEST = 320;

  /**
   * What sticks out of the window, and each two things to press or write in of which one lies on
   * the other or on its text. What is scrolled out of view is no matter.
   */
  private static final String MISFITS =
      """
      root => {
        const wrong = [];
        if (document.documentElement.scrollWidth > innerWidth) {
          wrong.push('the page scrolls sideways: ' + document.documentElement.scrollWidth);
        }
        // What is seen of an element, where something around it cuts it off.
        const shown = element => {
          const r = element.getBoundingClientRect();
          const box = {left: r.left, right: r.right, top: r.top, bottom: r.bottom};
          for (let around = element.parentElement; around; around = around.parentElement) {
            if (getComputedStyle(around).overflow !== 'visible') {
              const limit = around.getBoundingClientRect();
              box.left = Math.max(box.left, limit.left);
              box.right = Math.min(box.right, limit.right);
              box.top = Math.max(box.top, limit.top);
              box.bottom = Math.min(box.bottom, limit.bottom);
            }
          }
          return box;
        };
        const seen = element => {
          const r = element.getBoundingClientRect();
          const x = r.left + r.width / 2, y = r.top + r.height / 2;
          const top = document.elementFromPoint(x, y);
          return element.checkVisibility({opacityProperty: true, visibilityProperty: true})
              && top && (element.contains(top) || top.contains(element));
        };
        const controls =
            [...root.querySelectorAll('button, a, input, textarea, select')].filter(seen);
        const name = e => e.dataset.action || e.name || e.textContent.trim();
        // The end of a chat's link is left empty for the button that lies on it.
        const boxes = controls.map(e =>
            [...e.matches('.chat-link') ? [] : [e], ...e.querySelectorAll('span')].map(shown));
        controls.forEach((a, i) => {
          if (boxes[i].some(box => box.left < -1 || box.right > innerWidth + 1)
              && !a.closest('.table, pre')) {
            wrong.push(name(a) + ' sticks out');
          }
          controls.slice(i + 1).forEach((b, j) => {
            if (!a.contains(b) && boxes[i].some(p => boxes[i + 1 + j].some(q =>
                p.left < q.right - 1 && q.left < p.right - 1
                    && p.top < q.bottom - 1 && q.top < p.bottom - 1))) {
              wrong.push(name(a) + ' and ' + name(b));
            }
          });
        });
        return wrong;
      }\
      """;

  /** How much of the column's width a long message of the user has. */
  private static final String SHARE_OF_THE_QUESTION =
      """
      () => {
        const question = document.querySelector('article[data-role=user]');
        return question.querySelector('.message-body').offsetWidth / question.offsetWidth;
      }\
      """;

  private static final String CURSOR_IS_SEEN =
      """
      () => {
        const ground = getComputedStyle(document.body).backgroundColor;
        const cursor = getComputedStyle(document.querySelector('.streaming-cursor'));
        return !['rgba(0, 0, 0, 0)', ground].includes(cursor.backgroundColor);
      }\
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

  @Test
  void whoWantsNoMotionSeesNoneAndWhoSetsTheColoursSeesTheEdges() {
    model().enqueue(Script.numbered(4).held());
    BrowserPage page = open("/");
    page.send("Count");
    assertThat(page.typing()).isVisible();
    assertThat(motions(page)).isPositive();
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    assertThat(motions(page)).isZero();
    model().releaseTokens(2);
    assertThat(page.cursor()).isVisible();
    assertThat(motions(page)).isZero();

    assertThat(page.question().locator(".message-body")).hasCSS("border-top-width", "0px");
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    assertThat(page.tab().evaluate("() => matchMedia('(forced-colors: active)').matches"))
        .isEqualTo(true);
    assertThat(page.question().locator(".message-body")).hasCSS("border-top-width", "1px");
    assertThat(page.stop()).hasCSS("border-top-width", "1px");
    assertThat(page.find("[aria-current]").first()).hasCSS("outline-style", "solid");
    assertThat(page.tab().evaluate(CURSOR_IS_SEEN)).isEqualTo(true);
    Axe.assertNoViolation(page.tab(), "forced colours");
  }

  private static int motions(BrowserPage page) {
    return (Integer) page.tab().evaluate("() => document.getAnimations().length");
  }

  @ParameterizedTest
  @CsvSource({"en, false", "ru, true"})
  void onTheNarrowestScreenNothingOverlapsOrIsCutOff(String language, boolean isTouch)
      throws Exception {
    model().enqueue(Script.text(MARKDOWN));
    long chat = api().newChat();
    api().say(chat, "How is a stream read in Java when the connection breaks now and then?");
    BrowserPage page =
        page(
            language,
            new Browser.NewContextOptions()
                .setHasTouch(isTouch)
                .setReducedMotion(ReducedMotion.REDUCE));
    page.tab().setViewportSize(NARROWEST, BrowserPage.HEIGHT);
    page.go(server().uri("/chats/" + chat).toString());
    page.awaitStatus("complete");
    assertFits(page, "main");
    page.messages().first().scrollIntoViewIfNeeded();
    assertFits(page, "main");
    Object share = page.tab().evaluate(SHARE_OF_THE_QUESTION);
    assertThat(((Number) share).doubleValue()).isGreaterThan(0.8);
    page.action("open-chats").click();
    assertThat(page.action("archive")).isInViewport();
    assertFits(page, ".sidebar");
    page.action("settings").click();
    assertFits(page, "dialog[open]");
    page.find("dialog button[data-action=close]").click();
    page.action("new-project").click();
    assertFits(page, "dialog[open]");
    page.find("dialog button[data-action=close]").click();
    page.action("close-chats").click();
    page.action("chat-options").click();
    assertFits(page, "dialog[open]");
    page.find("dialog button[data-action=close]").click();
    page.go(server().uri("/").toString());
    assertFits(page, "main");
    page.go(server().uri("/streaming-demo").toString());
    assertFits(page, "main");
  }

  private static void assertFits(BrowserPage page, String part) {
    assertThat(page.find(part)).isVisible();
    assertThat(page.find(part).evaluate(MISFITS)).asInstanceOf(LIST).as(part).isEmpty();
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
