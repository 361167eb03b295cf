package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The view goes along with a growing text while the reader is at its end, and no longer. */
class FollowTextIT extends BrowserScene {
  private static final String PARAGRAPH = "Some words of one long answer, ".repeat(20) + "\n\n";

  /** More than the height of the window. */
  private static final int HIGH = 12;

  /** Paragraphs of an answer much longer than what is laid out at once. */
  private static final int LONG = 300;

  private static final String TOP = "flow => flow.scrollTop";
  private static final String RESTING_TOP =
      """
      flow => new Promise(done => {
        let last = -1;
        let still = 0;
        const look = () => {
          still = flow.scrollTop === last ? still + 1 : 0;
          last = flow.scrollTop;
          return still > 20 ? done(last) : requestAnimationFrame(look);
        };
        look();
      })\
      """;
  private static final String BELOW =
      "flow => Math.round(flow.scrollHeight - flow.scrollTop - flow.clientHeight)";

  private @Nullable BrowserPage page;

  /** A page with an answer of some paragraphs, each held until it is released. */
  private Locator streaming(int paragraphs) {
    model()
        .enqueue(
            Script.text(Collections.nCopies(paragraphs, PARAGRAPH).toArray(String[]::new)).held());
    page = open("/");
    reading().send("Go on");
    release(HIGH);
    return flow();
  }

  private BrowserPage reading() {
    return Objects.requireNonNull(page);
  }

  private Locator flow() {
    return reading().find(".flow");
  }

  private Locator down() {
    return reading().action("to-bottom");
  }

  private Locator paragraphs() {
    return reading().answerText().locator("p");
  }

  private void release(int tokens) {
    int before = reading().answer().count() == 0 ? 0 : paragraphs().count();
    model().releaseTokens(tokens);
    assertThat(paragraphs()).hasCount(before + tokens);
  }

  private void awaitEnd() {
    reading().tab().waitForCondition(() -> (int) flow().evaluate(BELOW) <= 1);
  }

  /** A scroll has come to its end when that much is below the window. */
  private void awaitBelow(int pixels) {
    reading().tab().waitForCondition(() -> (int) flow().evaluate(BELOW) >= pixels);
  }

  /** Where the view is when it has been there for some frames. */
  private int restingTop() {
    return ((Number) flow().evaluate(RESTING_TOP)).intValue();
  }

  private int top() {
    return ((Number) flow().evaluate(TOP)).intValue();
  }

  private void wheel(int pixels) {
    flow().hover();
    reading().tab().mouse().wheel(0, pixels);
  }

  @Test
  void whoIsAtTheEndIsTakenAlong() {
    streaming(HIGH + 3);
    awaitEnd();
    int before = restingTop();
    release(3);
    awaitEnd();
    assertThat(top()).isGreaterThan(before);
    assertThat(down()).isHidden();
  }

  @Test
  void whoScrollsUpStaysThereAndIsToldOfNewText() {
    streaming(HIGH + 3);
    awaitEnd();
    wheel(-300);
    awaitBelow(300);
    assertThat(down()).isVisible();
    assertThat(down()).not().hasText("New text below");
    int before = restingTop();
    release(3);
    assertThat(down()).hasText("New text below");
    assertThat(top()).isEqualTo(before);
    reading().keepLooks("new-text-below");
    reading().tab().setViewportSize(BrowserPage.WIDE, BrowserPage.HEIGHT);

    down().click();
    awaitEnd();
    assertThat(down()).isHidden();
    reading().awaitStatus("complete");
    awaitEnd();
  }

  @Test
  void aFewPixelsAreEnoughToStayBehind() {
    streaming(HIGH + 2);
    awaitEnd();
    wheel(-6);
    awaitBelow(6);
    assertThat(down()).isVisible();
    int before = restingTop();
    release(2);
    assertThat(top()).isEqualTo(before);
    wheel(1_000_000);
    assertThat(down()).isHidden();
  }

  @Test
  void theKeyboardScrollsAndComesBack() {
    streaming(HIGH + 2);
    awaitEnd();
    flow().focus();
    reading().tab().keyboard().press("PageUp");
    assertThat(down()).isVisible();
    awaitBelow(200);
    release(1);
    assertThat(down()).hasText("New text below");
    reading().tab().keyboard().press("End");
    assertThat(down()).isHidden();
    release(1);
    awaitEnd();
  }

  @Test
  void aFingerScrollsAndTheTextGoesOnBelow() {
    streaming(HIGH + 2);
    awaitEnd();
    CDPSession tools = reading().tab().context().newCDPSession(reading().tab());
    JsonObject enabled = new JsonObject();
    enabled.addProperty("enabled", true);
    tools.send("Emulation.setTouchEmulationEnabled", enabled);
    tools.send("Input.dispatchTouchEvent", touch("touchStart", 300));
    for (int y = 320; y <= 560; y += 20) {
      tools.send("Input.dispatchTouchEvent", touch("touchMove", y));
    }
    tools.send("Input.dispatchTouchEvent", touch("touchEnd", -1));
    awaitBelow(200);
    assertThat(down()).isVisible();
    int before = restingTop();
    release(2);
    assertThat(top()).isEqualTo(before);
  }

  /** A finger at a height of the window; none if negative. */
  private static JsonObject touch(String type, int y) {
    JsonArray fingers = new JsonArray();
    if (y >= 0) {
      JsonObject finger = new JsonObject();
      finger.addProperty("x", 700);
      finger.addProperty("y", y);
      fingers.add(finger);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", fingers);
    return event;
  }

  @Test
  void nothingMovesWhileTextArrives() {
    streaming(HIGH + 6);
    awaitEnd();
    reading()
        .tab()
        .evaluate(
            """
            window.shifts = [];
            new PerformanceObserver(list => list.getEntries().forEach(shift => {
              if (!shift.hadRecentInput) {
                shifts.push(shift.value + ' ' + shift.sources.map(s => s.node && s.node.className));
              }
            })).observe({type: 'layout-shift'});
            """);
    for (int i = 0; i < 6; i++) {
      release(1);
      awaitEnd();
    }
    reading().awaitStatus("complete");
    awaitEnd();
    assertThat(reading().tab().evaluate("shifts.join()")).isEqualTo("");
  }

  @Test
  void whatIsSelectedInTheGrowingParagraphStaysSelected() {
    model().enqueue(Script.text("First.\n\nSome **loud", " words** and", " more", " of it").held());
    page = open("/");
    reading().send("Go on");
    model().releaseTokens(1);
    assertThat(reading().answerText().locator("strong")).hasText("loud");
    reading()
        .tab()
        .evaluate(
            "() => { const p = document.querySelector('.message-body p:last-of-type');"
                + "const all = [...document.querySelectorAll('.message-body .block')].at(-1);"
                + "getSelection().setBaseAndExtent(all.querySelector('p').firstChild, 2,"
                + " all.querySelector('strong').firstChild, 3); }");
    assertThat(selected()).isEqualTo("me lou");
    for (String next : new String[] {"loud words and", "and more", "more of it"}) {
      model().releaseTokens(1);
      assertThat(reading().answerText()).containsText(next);
      assertThat(selected()).isEqualTo("me lou");
    }
    reading().awaitStatus("complete");
    assertThat(selected()).isEqualTo("me lou");
  }

  @Test
  void aSelectionThatBeginsInTheQuestionStaysWhileItsEndIsDrawnAnew() {
    model().enqueue(Script.text("Some **loud", " words** and", " `more`.").held());
    page = open("/");
    reading().send("Please go on");
    model().releaseTokens(1);
    assertThat(reading().answerText().locator("strong")).hasText("loud");
    reading()
        .tab()
        .evaluate(
            "() => { const body = role => document.querySelector("
                + "'.message[data-role=' + role + '] .message-body');"
                + "getSelection().setBaseAndExtent(body('user').firstChild, 7,"
                + " body('assistant').querySelector('strong').firstChild, 3); }");
    for (String next : new String[] {"loud words and", "and more"}) {
      model().releaseTokens(1);
      assertThat(reading().answerText()).containsText(next);
      assertThat(String.valueOf(selected())).startsWith("go on").endsWith("Some lou");
    }
  }

  private Object selected() {
    return reading().tab().evaluate("getSelection().toString()");
  }

  @Test
  void aChatIsLeftAndComesBackAtTheSamePlace() throws Exception {
    long other = api().newChat();
    streaming(HIGH);
    reading().awaitStatus("complete");
    long chat = reading().chatId();
    awaitEnd();
    wheel(-700);
    assertThat(down()).isVisible();
    awaitBelow(700);
    int before = restingTop();

    reading().chatLink(other).click();
    assertThat(reading().messages()).hasCount(0);
    // It is left again before its messages are there, which is no other place.
    reading().tab().route("**/messages?*", route -> route.abort());
    reading().chatLink(chat).click();
    assertThat(reading().alert()).isVisible();
    reading().chatLink(other).click();
    assertThat(reading().tab()).hasURL(server().uri("/chats/" + other).toString());
    reading().tab().unroute("**/messages?*");
    reading().chatLink(chat).click();
    assertThat(reading().messages()).hasCount(2);
    reading().tab().waitForCondition(() -> Math.abs(top() - before) <= 1);
    assertThat(down()).isVisible();

    reading().reload();
    assertThat(reading().messages()).hasCount(2);
    reading().tab().waitForCondition(() -> Math.abs(top() - before) <= 1);

    down().click();
    awaitEnd();
    reading().reload();
    assertThat(reading().messages()).hasCount(2);
    awaitEnd();
    assertThat(down()).isHidden();
  }

  /** Much is above the place that was never on the screen of the page that comes back. */
  @Test
  void aPlaceFarDownInALongAnswerIsComeBackTo() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LONG; i++) {
      text.append("Paragraph ").append(i).append(". ").append(PARAGRAPH, 0, 5 + i % 9 * 60);
      text.append("\n\n");
    }
    model().enqueue(Script.text(text.toString()));
    long other = api().newChat();
    long chat = api().newChat();
    api().say(chat, "Go on");
    page = open("/chats/" + chat);
    awaitEnd();
    Locator middle = reading().answerText().locator("p").nth(LONG / 2);
    middle.evaluate("p => p.scrollIntoView({block: 'start'})");
    wheel(-30);
    restingTop();
    int before = topOf(middle);

    reading().chatLink(other).click();
    assertThat(reading().messages()).hasCount(0);
    reading().chatLink(chat).click();
    assertThat(reading().messages()).hasCount(2);
    reading().tab().waitForCondition(() -> Math.abs(topOf(middle) - before) <= 1);

    reading().reload();
    assertThat(reading().messages()).hasCount(2);
    reading().tab().waitForCondition(() -> Math.abs(topOf(middle) - before) <= 1);
    // What was laid out for that is left out again once the reader goes on, and nothing moves.
    wheel(-40);
    reading().tab().waitForCondition(() -> Math.abs(topOf(middle) - before - 40) <= 1);
  }

  private static int topOf(Locator element) {
    return ((Number) element.evaluate("e => Math.round(e.getBoundingClientRect().top)")).intValue();
  }

  @Test
  void aChatWhoseMessagesAreAllDeletedCanBeLeft() throws Exception {
    long other = api().newChat();
    streaming(HIGH);
    reading().awaitStatus("complete");
    awaitEnd();
    flow().evaluate("flow => flow.scrollTop = 0");
    assertThat(down()).isVisible();
    for (Locator message : List.of(reading().answer(), reading().question())) {
      message.locator(".meta button[data-action=delete]").dispatchEvent("click");
      assertThat(message).hasCount(0);
    }
    reading().chatLink(other).click();
    assertThat(reading().tab()).hasURL(server().uri("/chats/" + other).toString());
    assertThat(reading().chatLink(other)).hasAttribute("aria-current", "page");
  }
}
