package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are edited, answers asked for again, and every version is reached. */
class VersionsIT extends BrowserScene {
  private static final String PLACE = ".version-place";

  @Test
  void anEditedMessageIsABranchAndBothAreReachedInEveryTab() throws Exception {
    long chat = twoExchanges();
    BrowserPage page = open("/chats/" + chat);
    BrowserPage other = openBeside(page, "/chats/" + chat);
    assertThat(other.messages()).hasCount(4);
    model().enqueue(Script.text("third"));
    edit(page.question());
    assertThat(editor(page)).isFocused();
    assertThat(editor(page)).hasValue("two");
    editor(page).fill("two, but better");
    editor(page).press("Control+Enter");
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two, but better", "third"});
    page.awaitStatus("complete");
    assertThat(page.question().locator(PLACE)).hasText("2/2");
    assertThat(next(page.question())).isDisabled();
    assertThat(model().completions().getLast().body())
        .contains("two, but better")
        .contains("first")
        .doesNotContain("second");
    assertThat(other.bodies()).hasText(new String[] {"one", "first", "two, but better", "third"});

    previous(page.question()).click();
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    assertThat(page.question().locator(PLACE)).hasText("1/2");
    assertThat(previous(page.question())).isDisabled();
    // Who steps by the keyboard stays on the steps.
    assertThat(next(page.question())).isFocused();
    assertThat(other.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    page.reload();
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});

    next(page.question()).focus();
    next(page.question()).press("Enter");
    assertThat(page.question().locator(PLACE)).hasText("2/2");
    assertThat(page.answerText()).hasText("third");
    assertThat(previous(page.question())).isFocused();
  }

  @Test
  void aStepStaysInItsPlaceAlsoWhereItChangesAllThatFollows() throws Exception {
    String screens = "A line of an answer.\n\n".repeat(60);
    model().enqueue(Script.text(screens), Script.text(screens), Script.text("third"));
    long chat = api().newChat();
    api().say(chat, "one");
    api().say(chat, "two");
    BrowserPage page = open("/chats/" + chat);
    Locator first = page.messages().first();
    edit(first);
    editor(page).fill("one, but better");
    editor(page).press("Enter");
    assertThat(page.answerText()).hasText("third");
    page.awaitStatus("complete");
    double place = top(first);
    previous(first).click();
    assertThat(page.messages()).hasCount(4);
    assertThat(next(first)).isFocused();
    assertThat(next(first)).isInViewport();
    assertThat(top(first)).isCloseTo(place, within(1.0));
    next(first).press("Enter");
    assertThat(page.messages()).hasCount(2);
    assertThat(previous(first)).isFocused();
    // There is nothing below.
    assertThat(page.action("to-bottom")).isHidden();
  }

  private static double top(Locator element) {
    return Objects.requireNonNull(element.boundingBox()).y;
  }

  @Test
  void anEditThatIsTooLongSaysSo() throws Exception {
    BrowserPage page = open("/chats/" + twoExchanges());
    edit(page.question());
    editor(page)
        .evaluate(
            """
            field => {
              field.value = 'же '.repeat(260000);
              field.dispatchEvent(new Event('input', {bubbles: true}));
            }\
            """);
    assertThat(page.alert())
        .hasText("The message is too long: it can have 1 MB. Shorten it, or send it in parts.");
    editor(page).press("Control+Enter");
    assertThat(editor(page)).isVisible();
    editor(page).fill("two, but better");
    assertThat(page.alert()).hasCount(0);
    assertThat(page.action("send-edit")).isEnabled();
  }

  @Test
  void whatIsMadeOfAMessageWaitsForItsVersionAndOutlivesIt() throws Exception {
    long chat = twoExchanges();
    model().enqueue(Script.text("third"));
    BrowserPage page = open("/chats/" + chat);
    edit(page.messages().first());
    editor(page).fill("one, but better");
    editor(page).press("Enter");
    page.awaitStatus("complete");
    previous(page.question()).click();
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    edit(page.question());
    editor(page).fill("two, but better");
    page.composer().fill("half a message");
    next(page.messages().first()).click();
    assertThat(page.bodies()).hasText(new String[] {"one, but better", "third"});
    assertThat(editor(page)).hasCount(0);
    assertThat(page.composer()).hasValue("half a message");
    previous(page.messages().first()).click();
    assertThat(editor(page)).hasValue("two, but better");

    BrowserPage elsewhere = open("/chats/" + chat);
    delete(elsewhere.question());
    assertThat(page.messages()).hasCount(3);
    assertThat(page.composer()).hasValue("half a message\n\ntwo, but better");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void versionsLookFinished(String language) throws Exception {
    long chat = twoExchanges();
    model().enqueue(Script.text("A further answer."), Script.text("An answer to the edited one."));
    BrowserPage page = open("/chats/" + chat, language);
    page.answer().locator(".meta button[data-action=retry]").click();
    assertThat(page.answer().locator(PLACE)).hasText("2/2");
    edit(page.question());
    editor(page)
        .fill("Which rivers of Europe flow to the north, and which of them are the longest?");
    page.keepLooks("editing");
    page.find("button[data-action=send-edit]").click();
    page.awaitStatus("complete");
    assertThat(page.question().locator(PLACE)).hasText("2/2");
    previous(page.question()).click();
    assertThat(page.answerText()).hasText("A further answer.");
    assertThat(page.answer().locator(".versions"))
        .hasAttribute("aria-label", language.equals("ru") ? "Версия 2/2" : "Version 2/2");
    page.keepLooks("versions");
  }

  @Test
  void anEditIsGivenUpByEscapeAndNothingIsSent() throws Exception {
    long chat = twoExchanges();
    BrowserPage page = open("/chats/" + chat);
    edit(page.question());
    editor(page).fill("never mind");
    page.composer().press("ArrowUp");
    assertThat(editor(page)).isFocused();
    assertThat(editor(page)).hasValue("never mind");
    editor(page).press("Escape");
    assertThat(editor(page)).hasCount(0);
    assertThat(page.question().locator("button[data-action=edit]")).isFocused();
    assertThat(page.bodies()).hasText(new String[] {"one", "first", "two", "second"});
    edit(page.question());
    assertThat(editor(page)).hasValue("two");
    assertThat(model().completions()).hasSize(2);
  }

  @Test
  void anEditThatIsRefusedIsBackInItsEditorAndCanBeTriedAgain() throws Exception {
    long chat = twoExchanges();
    model().enqueue(Script.status(401), Script.text("third"));
    BrowserPage page = open("/chats/" + chat);
    edit(page.messages().first());
    editor(page).fill("one, but better");
    editor(page).press("Enter");
    assertThat(page.alert()).containsText("refuses the key");
    assertThat(editor(page)).hasValue("one, but better");
    assertThat(page.messages()).hasCount(4);
    assertThat(page.composer()).hasValue("");
    page.alert().locator("button[data-action=retry]").click();
    page.awaitStatus("complete");
    assertThat(page.bodies()).hasText(new String[] {"one, but better", "third"});
    assertThat(page.composer()).hasValue("");
    assertThat(api().history(chat)).hasSize(2);
  }

  @Test
  void nothingIsSwitchedOrSentWhileAnAnswerRuns() throws Exception {
    long chat = twoExchanges();
    model().enqueue(Script.numbered(4).held(), Script.text("third"));
    BrowserPage page = open("/chats/" + chat);
    page.answer().locator(".meta button[data-action=retry]").click();
    model().releaseTokens(2);
    assertThat(page.answerText()).hasText("t1 t2");
    edit(page.messages().first());
    editor(page).fill("one, but better");
    assertThat(page.find("button[data-action=send-edit]")).isDisabled();
    editor(page).press("Enter");
    assertThat(page.find(".toast")).hasText("An answer is being written");
    assertThat(editor(page)).hasValue("one, but better");
    model().releaseTokens(2);
    page.awaitStatus("complete");
    assertThat(page.answer().locator(PLACE)).hasText("2/2");
    assertThat(page.find("button[data-action=send-edit]")).isEnabled();

    delete(page.answer());
    assertThat(page.answerText()).hasText("second");
    assertThat(page.answer().locator(".versions")).isHidden();
    page.action("undo").click();
    assertThat(page.answerText()).hasText("t1 t2 t3 t4");
    assertThat(editor(page)).hasValue("one, but better");
    editor(page).press("Enter");
    assertThat(page.bodies()).hasText(new String[] {"one, but better", "third"});
  }

  private long twoExchanges() throws Exception {
    model().enqueue(Script.text("first"), Script.text("second"));
    long chat = api().newChat();
    api().say(chat, "one");
    api().say(chat, "two");
    return chat;
  }

  private static Locator editor(BrowserPage page) {
    return page.find("textarea[name=edit]");
  }

  private static void edit(Locator message) {
    message.hover();
    message.locator("button[data-action=edit]").click();
  }

  private static void delete(Locator message) {
    message.hover();
    message.locator(".meta button[data-action=delete]").click();
  }

  private static Locator previous(Locator message) {
    return message.locator("button[data-action=previous-version]");
  }

  private static Locator next(Locator message) {
    return message.locator("button[data-action=next-version]");
  }
}
