package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import org.junit.jupiter.api.Test;

/** An answer's Markdown grows on the page without being drawn anew. */
class GrowingAnswerIT extends BrowserScene {

  private static final String MARKDOWN =
      """
      Some **bold text** with `code` and [a link](https://example.org/).

      1. Install:

         ```sh
         echo "$a" | grep b
         echo <done>
         ```
      2. Look:
         - [x] one *thing*
         - [ ] another

      | name | value |
      |------|------:|
      | a    |     1 |
      | **b** |    2 |

      > A quote
      >
      > - with a list

      - tight
      - so far

      - and loose
      """;

  /** What a text looks like, whatever parts its listings are in. */
  private static final String LOOKS =
      """
      body => {
        const copy = body.cloneNode(true);
        copy.querySelectorAll('.part').forEach(part => part.replaceWith(...part.childNodes));
        copy.normalize();
        return copy.innerHTML;
      }\
      """;

  @Test
  void anAnswerThatGrewLooksLikeOneThatWasLoaded() {
    model().enqueue(Script.cutText(MARKDOWN, 3).rate(200));
    BrowserPage page = open("/", "en");
    page.send("Show me");
    page.awaitStatus("complete");
    assertThat(page.cursor()).hasCount(0);
    assertThat(page.answerText().locator("[data-coloured=yes]")).hasCount(1);
    Object grown = page.answerText().evaluate(LOOKS);

    page.reload();
    page.awaitStatus("complete");
    assertThat(page.answerText().locator("li")).hasCount(8);
    assertThat(page.find("input[aria-label=Done]")).hasCount(1);
    assertThat(page.find("input[aria-label='To do']")).hasCount(1);
    assertThat(page.answerText().locator("[data-coloured=yes]")).hasCount(1);
    assertThat(page.answerText().evaluate(LOOKS)).isEqualTo(grown);
  }

  @Test
  void whatIsClosedInAListOrATableIsNotTouched() {
    model()
        .enqueue(
            Script.text(
                    "- one\n- tw",
                    "o\n- three\n\n| a |\n|---|\n| x |\n| y",
                    " |\n| z |\n\n1. x\n\n   ```\n   code",
                    " more\n   and more\n   ```\n2. end")
                .held());
    BrowserPage page = open("/", "en");
    page.send("Show me");
    Locator items = page.answerText().locator("ul > li");
    Locator rows = page.answerText().locator("tbody > tr");
    Locator listing = page.answerText().locator("ol figure");

    model().releaseTokens(1);
    assertThat(items).hasText(new String[] {"one", "tw"});
    mark(items.first());
    model().releaseTokens(1);
    assertThat(rows).hasText(new String[] {"x", "y"});
    mark(rows.first());
    model().releaseTokens(1);
    assertThat(listing.locator("code")).containsText("code");
    mark(listing);
    model().releaseTokens(1);
    page.awaitStatus("complete");

    assertThat(items).hasText(new String[] {"one", "two", "three"});
    assertThat(rows).hasText(new String[] {"x", "y", "z"});
    assertThat(listing.locator("code")).hasText("code more\nand more");
    assertThat(listing.locator("[data-action=copy-code]")).hasCount(1);
    assertThat(isMarked(items.first())).isTrue();
    assertThat(isMarked(rows.first())).isTrue();
    assertThat(isMarked(listing)).isTrue();
  }

  @Test
  void textGoesToTheEndOfTheTextThatIsThere() {
    model()
        .enqueue(
            Script.text("Some *emph", "asis* & \"more", "\" <of> it", " to the **end", "** of")
                .held());
    BrowserPage page = open("/", "en");
    page.send("Show me");
    Locator paragraph = page.answerText().locator("p");
    for (String shown : new String[] {"Some emph", "Some emphasis & \"more"}) {
      model().releaseTokens(1);
      assertThat(paragraph).hasText(shown);
    }
    mark(paragraph);
    mark(page.cursor());
    page.cursor().evaluate("e => { e.pulse = e.getAnimations()[0]; }");
    model().releaseTokens(1);
    assertThat(paragraph).hasText("Some emphasis & \"more\" <of> it");
    assertThat(isMarked(paragraph)).isTrue();
    assertThat(isMarked(page.cursor())).isTrue();
    assertThat(page.cursor().evaluate("e => e.pulse === e.getAnimations()[0]")).isEqualTo(true);
    assertThat(paragraph.evaluate("p => p.lastChild.className")).isEqualTo("streaming-cursor");
    model().releaseTokens(2);
    page.awaitStatus("complete");
    assertThat(paragraph).hasText("Some emphasis & \"more\" <of> it to the end of");
    assertThat(paragraph.locator("strong")).hasText("end");
  }

  @Test
  void whatIsFarAboveIsLeftOutByTheBrowser() {
    model().enqueue(Script.cutText("One of many.\n\n".repeat(150), 300).held());
    BrowserPage page = open("/", "en");
    page.send("Show me");
    model().releaseTokens(1);
    Locator blocks = page.answerText().locator(".block");
    assertThat(blocks.first()).isVisible();
    mark(blocks.first());
    model().releaseTokens(100);
    page.awaitStatus("complete");
    assertThat(blocks).hasCount(150);
    assertThat(isMarked(blocks.first())).isTrue();
    assertThat(isDrawn(blocks.last())).isTrue();
    page.tab().waitForCondition(() -> !isDrawn(blocks.first()));
    blocks.first().evaluate("e => e.scrollIntoView()");
    page.tab().waitForCondition(() -> isDrawn(blocks.first()));
  }

  private static boolean isDrawn(Locator element) {
    return (Boolean) element.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})");
  }

  @Test
  void aLongThinkingStandsInParts() {
    String line = "I think of this and of that, and of something else as well.\n";
    model().enqueue(Script.text("Done.").thinking(line.repeat(50), line.repeat(50)).held());
    BrowserPage page = open("/");
    page.send("Think");
    model().releaseTokens(1);
    Locator thinking = page.answer().locator(".thinking-text");
    assertThat(thinking.locator(".part")).hasCount(2);
    model().releaseTokens(2);
    page.awaitStatus("complete");
    assertThat(thinking.locator(".part")).hasCount(3);
    assertThat(thinking.evaluate("e => e.textContent")).isEqualTo(line.repeat(100));
  }

  private static void mark(Locator element) {
    element.evaluate("e => { e.marked = true; }");
  }

  private static boolean isMarked(Locator element) {
    return (Boolean) element.evaluate("e => e.marked === true");
  }
}
