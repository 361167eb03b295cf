package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All can be done by the keyboard. */
class KeyboardIT extends BrowserScene {
  private long tides;
  private long moons;

  @BeforeEach
  void twoChats() throws Exception {
    model().enqueue(Script.text("Twice a day."));
    tides = api().newChat();
    api().say(tides, "When do tides come");
    model().enqueue(Script.text("Many."));
    moons = api().newChat();
    api().say(moons, "How many moons are there");
  }

  @Test
  void thePaletteOpensAChatByItsName() {
    BrowserPage page = open("/");
    assertThat(page.chatLink(tides)).isVisible();
    page.tab().keyboard().press("Control+K");
    Locator field = page.find("input[name=palette]");
    assertThat(field).isFocused();
    page.keepLooks("palette");
    Axe.assertNoViolation(page.tab(), "the palette");

    field.fill("TIDES");
    assertThat(page.find("dialog [role=option]").first()).hasText("When do tides comeChat");
    assertThat(page.find("dialog [role=option][aria-selected=true]")).hasCount(1);
    field.press("Enter");
    assertThat(page.find("dialog[open]")).hasCount(0);
    assertThat(page.answerText()).hasText("Twice a day.");
    assertThat(page.chatId()).isEqualTo(tides);
  }

  @Test
  void thePaletteDoesWhatCanBeDone() {
    BrowserPage page = open("/");
    page.tab().keyboard().press("Control+K");
    page.find("input[name=palette]").fill("settings");
    page.find("input[name=palette]").press("Enter");
    assertThat(page.find("dialog[open] input[name=theme]").first()).isVisible();
    page.tab().keyboard().press("Escape");

    page.tab().keyboard().press("Control+K");
    page.find("input[name=palette]").fill("stream");
    page.find("input[name=palette]").press("Enter");
    assertThat(page.find("main[data-page=streaming-demo]")).isVisible();
  }

  @Test
  void thePaletteHandsOnToTheSearch() {
    BrowserPage page = open("/");
    page.tab().keyboard().press("Control+K");
    page.find("input[name=palette]").fill("twice");
    assertThat(page.find("dialog [role=option]")).hasText("Search for “twice”");
    page.find("input[name=palette]").press("Enter");
    assertThat(page.find("input[name=search]")).hasValue("twice");
    assertThat(page.find("mark").first()).hasText("Twice");
  }

  @Test
  void theKeysAreListedAndAQuestionMarkCanBeWritten() {
    BrowserPage page = open("/");
    page.find("textarea[name=message]").pressSequentially("Why?");
    assertThat(page.find("textarea[name=message]")).hasValue("Why?");
    assertThat(page.find("dialog[open]")).hasCount(0);

    page.find(".flow, .stage, body").first().focus();
    page.tab().evaluate("document.activeElement.blur()");
    page.tab().keyboard().press("?");
    assertThat(page.find("dialog[open] kbd").first()).isVisible();
    page.keepLooks("shortcuts");
    Axe.assertNoViolation(page.tab(), "the list of keys");
    page.tab().keyboard().press("Escape");
    assertThat(page.find("dialog[open]")).hasCount(0);
  }

  @Test
  void aMenuIsUsedByItsKeysAndLeadsBack() {
    BrowserPage page = open("/");
    Locator dots = page.action("chat-menu").first();
    Keyboard keys = page.tab().keyboard();
    dots.press("Enter");
    Locator menu = page.find("[role=menu]");
    Locator choices = menu.locator("[role=menuitem]");
    assertThat(choices.first()).isFocused();
    keys.press("End");
    assertThat(choices.last()).isFocused();
    keys.press("ArrowDown");
    assertThat(choices.first()).isFocused();
    keys.press("ArrowUp");
    assertThat(choices.last()).isFocused();
    keys.press("Home");
    assertThat(choices.first()).isFocused();
    keys.press("Tab");
    assertThat(menu).hasCount(0);
    assertThat(page.find(".chat-link").nth(1)).isFocused();
    dots.press("Enter");
    keys.press("Escape");
    assertThat(menu).hasCount(0);
    assertThat(dots).isFocused();
  }

  @Test
  void theDrawerTakesTheFocusAndGivesItBack() {
    BrowserPage page = open("/chats/" + moons);
    page.tab().setViewportSize(BrowserPage.NARROW, BrowserPage.HEIGHT);
    page.awaitStatus("complete");
    Locator opener = page.action("open-chats");
    opener.press("Enter");
    assertThat(page.action("close-chats")).isFocused();
    Locator dots = page.action("chat-menu").first();
    dots.press("Enter");
    assertThat(page.find("[role=menu]")).isVisible();
    page.tab().keyboard().press("Escape");
    assertThat(page.find("[role=menu]")).hasCount(0);
    assertThat(dots).isFocused();
    page.action("settings").press("Enter");
    page.tab().keyboard().press("Escape");
    assertThat(page.find("dialog[open]")).hasCount(0);
    assertThat(page.action("settings")).isFocused();
    page.tab().keyboard().press("Escape");
    assertThat(opener).isFocused();
    assertThat(page.action("settings")).isHidden();
  }

  @Test
  void theFocusStaysWhereSomethingWasChanged() throws Exception {
    long third = api().newChat();
    api().rename(third, "Third");
    BrowserPage page = open("/");
    Keyboard keys = page.tab().keyboard();
    choose(page, third, "rename-chat");
    keys.type("Stars");
    keys.press("Enter");
    assertThat(page.chatLink(third)).hasText("Stars");
    assertThat(page.chatLink(third)).isFocused();
    choose(page, third, "rename-chat");
    keys.press("Escape");
    assertThat(page.chatLink(third)).isFocused();

    choose(page, moons, "archive-chat");
    assertThat(page.chatLink(moons)).hasCount(0);
    assertThat(page.chatLink(tides)).isFocused();
    choose(page, tides, "delete-chat");
    assertThat(page.chatLink(tides)).hasCount(0);
    assertThat(page.chatLink(third)).isFocused();
    page.action("undo").press("Enter");
    assertThat(page.chatLink(tides)).isVisible();
    assertThat(page.chatLink(third)).isFocused();

    page.go(server().uri("/chats/" + tides).toString());
    page.awaitStatus("complete");
    keys.press("Alt+ArrowUp");
    for (int i = 0; i < 4; i++) {
      keys.press("Tab");
    }
    keys.press("Enter");
    assertThat(page.messages()).hasCount(1);
    assertThat(page.question()).isFocused();
    page.question().locator(".meta button[data-action=delete]").press("Enter");
    assertThat(page.messages()).hasCount(0);
    assertThat(page.composer()).isFocused();
  }

  private static void choose(BrowserPage page, long chat, String action) {
    page.find(".chat-row")
        .filter(new Locator.FilterOptions().setHas(page.chatLink(chat)))
        .locator("button[data-action=chat-menu]")
        .press("Enter");
    page.action(action).press("Enter");
  }

  @Test
  void messagesAreSteppedThroughAndTheFieldIsFoundAgain() {
    BrowserPage page = open("/chats/" + moons);
    page.awaitStatus("complete");
    page.tab().keyboard().press("Alt+ArrowUp");
    assertThat(page.answer()).isFocused();
    page.tab().keyboard().press("Alt+ArrowUp");
    assertThat(page.question()).isFocused();
    page.tab().keyboard().press("Alt+ArrowUp");
    assertThat(page.question()).isFocused();
    page.tab().keyboard().press("Alt+ArrowDown");
    assertThat(page.answer()).isFocused();
    page.tab().keyboard().press("Shift+Escape");
    assertThat(page.find("textarea[name=message]")).isFocused();

    page.tab().keyboard().press("Control+Shift+F");
    assertThat(page.find("input[name=search]")).isFocused();
    page.tab().keyboard().press("Control+Shift+O");
    assertThat(page.find(".greeting")).isVisible();
    page.tab().keyboard().press("Control+,");
    assertThat(page.find("dialog[open] input[name=theme]").first()).isVisible();
  }
}
