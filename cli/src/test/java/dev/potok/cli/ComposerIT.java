package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import dev.potok.testkit.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writing a message: which keys send it, what is taken in, where the focus is. */
class ComposerIT extends BrowserScene {

  /** As many characters as 500 KB of English have. */
  private static final int LONG = 500 * 1024;

  @Test
  void theEnterThatEndsACompositionSendsNothing() throws Exception {
    model().script(Script.text("こんにちは"));
    BrowserPage page = open("/");
    page.composer().focus();
    CDPSession devtools = page.tab().context().newCDPSession(page.tab());
    devtools.send("Input.imeSetComposition", composition("にほん"));
    assertThat(page.composer()).hasValue("にほん");
    // While an input method composes, a browser gives the code 229 to every key.
    devtools.send("Input.dispatchKeyEvent", key("rawKeyDown", 229));
    devtools.send("Input.dispatchKeyEvent", key("keyUp", 229));
    assertThat(page.messages()).hasCount(0);
    JsonObject text = new JsonObject();
    text.addProperty("text", "日本");
    devtools.send("Input.insertText", text);
    assertThat(page.composer()).hasValue("日本");
    assertThat(page.messages()).hasCount(0);
    page.composer().press("Enter");
    assertThat(page.question().locator(".message-body")).hasText("日本");
  }

  private static JsonObject composition(String text) {
    JsonObject composition = new JsonObject();
    composition.addProperty("text", text);
    composition.addProperty("selectionStart", text.length());
    composition.addProperty("selectionEnd", text.length());
    return composition;
  }

  private static JsonObject key(String type, int code) {
    JsonObject key = new JsonObject();
    key.addProperty("type", type);
    key.addProperty("key", "Enter");
    key.addProperty("code", "Enter");
    key.addProperty("windowsVirtualKeyCode", code);
    return key;
  }

  @Test
  void enterSendsOrBreaksTheLineAsTheReaderHasSet() throws Exception {
    model().script(Script.text("one"));
    BrowserPage page = open("/");
    page.composer().fill("a");
    page.composer().press("Shift+Enter");
    page.composer().pressSequentially("b");
    assertThat(page.composer()).hasValue("a\nb");
    page.composer().press("Control+Enter");
    page.awaitStatus("complete");
    assertThat(page.composer()).isFocused();

    page.action("settings").click();
    page.find("input[name=enter][value=breaks]").check(force());
    page.find("dialog button[data-action=close]").click();
    assertThat(page.find(".hint-breaks")).isVisible();
    assertThat(page.find(".hint-sends")).isHidden();
    page.composer().focus();
    page.composer().pressSequentially("c");
    page.composer().press("Enter");
    page.composer().pressSequentially("d");
    assertThat(page.composer()).hasValue("c\nd");
    page.composer().press("Control+Enter");
    assertThat(page.messages()).hasCount(4);
    page.reload();
    page.composer().fill("e");
    page.composer().press("Enter");
    assertThat(page.composer()).hasValue("e\n");
  }

  private static com.microsoft.playwright.Locator.CheckOptions force() {
    return new com.microsoft.playwright.Locator.CheckOptions().setForce(true);
  }

  @Test
  void onATouchScreenEnterBreaksTheLine() throws Exception {
    BrowserPage page =
        page("en", new Browser.NewContextOptions().setHasTouch(true).setIsMobile(true));
    page.go(server().uri("/").toString());
    page.composer().tap();
    page.composer().pressSequentially("a");
    page.composer().press("Enter");
    page.composer().pressSequentially("b");
    assertThat(page.composer()).hasValue("a\nb");
    assertThat(page.messages()).hasCount(0);
  }

  @Test
  void aLongPasteIsTakenKeptAndSentWhole() throws Exception {
    model().script(Script.text("That is long."));
    BrowserPage page = open("/");
    String text = "Съешь же ещё этих мягких булок. ".repeat(LONG / 64);
    paste(page, text);
    assertThat(page.composer()).hasValue(text);
    assertThat(height(page)).isLessThan(400);
    page.reload();
    assertThat(page.composer()).hasValue(text);
    assertThat(page.composer()).hasCSS("word-break", "normal");
    page.composer().press("Control+Enter");
    page.awaitStatus("complete");
    assertThat(api().history(page.chatId()).getFirst().content()).isEqualTo(text);
    assertThat(page.composer()).hasValue("");

    // A word without an end would be laid out in seconds.
    paste(page, "ж".repeat(LONG / 2));
    assertThat(page.composer()).hasCSS("word-break", "break-all");
    page.composer().press("Control+Enter");
    assertThat(page.question().locator(".message-body")).hasCSS("word-break", "break-all");
  }

  @Test
  void aPasteThatIsTooLongIsRefusedAndLosesNothing() throws Exception {
    BrowserPage page = open("/");
    page.composer().fill("Before ");
    paste(page, "ж".repeat(LONG + 24_000));
    assertThat(page.alert()).containsText("Nothing was inserted");
    assertThat(page.composer()).hasValue("Before ");
    page.composer().pressSequentially("and after");
    assertThat(page.composer()).hasValue("Before and after");
    page.reload();
    assertThat(page.composer()).hasValue("Before and after");
  }

  @Test
  void aMessageThatIsTooLongIsNotSentAndStays() throws Exception {
    BrowserPage page = open("/");
    String text = "же ".repeat(LONG / 2);
    page.composer().fill(text);
    page.composer().press("Control+Enter");
    assertThat(page.alert()).containsText("too long");
    assertThat(page.composer()).hasValue(text);
    assertThat(page.messages()).hasCount(0);
  }

  private static void paste(BrowserPage page, String text) {
    page.tab().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    page.tab().evaluate("text => navigator.clipboard.writeText(text)", text);
    page.composer().press("Control+v");
  }

  private static int height(BrowserPage page) {
    return (Integer) page.composer().evaluate("e => e.offsetHeight");
  }

  @Test
  void theFieldGrowsWithItsTextUpToALimit() throws Exception {
    BrowserPage page = open("/");
    int one = height(page);
    page.composer().fill("a\nb\nc");
    assertThat(height(page)).isBetween(2 * one, 4 * one);
    page.composer().fill("a\n".repeat(200));
    assertThat(height(page)).isLessThan(BrowserPage.HEIGHT / 2);
    page.composer().fill("");
    assertThat(height(page)).isEqualTo(one);
  }

  @Test
  void textFilesThatAreDroppedAreWrittenIntoTheMessage() throws Exception {
    BrowserPage page = open("/");
    page.composer().fill("Look:");
    page.give("drop", "'Привет\\n'", "a.txt");
    assertThat(page.composer()).hasValue("Look:\nПривет\n");
    page.give("drop", "new Uint8Array([0x89, 0x50, 0xff, 0])", "b.png");
    assertThat(page.alert()).containsText("“b.png” is not a text file");
    page.give("drop", "'x'.repeat(2000000)", "c.log");
    assertThat(page.alert()).containsText("“c.log” is too long");
    assertThat(page.composer()).hasValue("Look:\nПривет\n");
    assertThat(page.find("main")).not().hasAttribute("data-drop", "true");
  }

  @Test
  void arrowUpInAnEmptyComposerEditsTheLastMessage() throws Exception {
    model().script(Script.text("fine"));
    BrowserPage page = open("/");
    page.composer().press("ArrowUp");
    assertThat(page.composer()).isFocused();
    page.send("one");
    page.awaitStatus("complete");
    page.send("two");
    assertThat(page.messages()).hasCount(4);
    page.awaitStatus("complete");
    page.composer().fill("not empty");
    page.composer().press("ArrowUp");
    assertThat(page.find("textarea[name=edit]")).hasCount(0);
    page.composer().fill("");
    page.composer().press("ArrowUp");
    assertThat(page.question().locator("textarea[name=edit]")).hasValue("two");
    assertThat(page.find("textarea[name=edit]")).isFocused();
  }

  @Test
  void whatIsBeingEditedSurvivesAReload() throws Exception {
    model().script(Script.text("fine"));
    BrowserPage page = open("/");
    page.send("one");
    page.awaitStatus("complete");
    page.composer().press("ArrowUp");
    page.find("textarea[name=edit]").fill("one, but better");
    page.reload();
    assertThat(page.find("textarea[name=edit]")).hasValue("one, but better");
    page.find("textarea[name=edit]").press("Escape");
    page.reload();
    assertThat(page.messages()).hasCount(2);
    assertThat(page.find("textarea[name=edit]")).hasCount(0);
    page.composer().press("ArrowUp");
    page.find("textarea[name=edit]").fill("sent");
    page.find("textarea[name=edit]").press("Enter");
    assertThat(page.question().locator(".message-body")).hasText("sent");
    page.awaitStatus("complete");
    page.reload();
    assertThat(page.question().locator(".message-body")).hasText("sent");
    assertThat(page.find("textarea[name=edit]")).hasCount(0);
  }

  @Test
  void theFocusIsWhereOneGoesOnWriting() throws Exception {
    model().script(Script.numbered(3).held());
    BrowserPage page = open("/");
    assertThat(page.composer()).isFocused();
    page.send("count");
    assertThat(page.composer()).isFocused();
    model().releaseTokens(1);
    assertThat(page.answerText()).hasText("t1");
    page.stop().click();
    page.awaitStatus("stopped");
    assertThat(page.composer()).isFocused();
    page.action("chat-options").click();
    assertThat(page.find("textarea[name=chat-instructions]")).isFocused();
    page.find("dialog textarea").press("Escape");
    assertThat(page.find("dialog")).hasCount(0);
    page.find("a[data-chat-id]").first().click();
    assertThat(page.composer()).isFocused();
  }
}
