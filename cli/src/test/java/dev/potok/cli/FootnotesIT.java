package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import org.junit.jupiter.api.Test;

/** Footnotes in answers: the ways to a note and back. */
class FootnotesIT extends BrowserScene {
  private static final String ANSWER =
      "Water boils at 100 °C[^1], but not on a mountain[^alps].\n\n"
          + "A paragraph between the text and its notes.\n\n".repeat(40)
          + "[^1]: At the pressure of one *atmosphere*.\n"
          + "[^alps]: On Mont Blanc at about 85 °C[^1].\n";

  @Test
  void linksLeadToTheNoteOfTheSameMessageAndBack() throws Exception {
    long chat = api().newChat();
    for (int i = 0; i < 2; i++) {
      model().enqueue(Script.text(ANSWER));
      api().say(chat, "Why?");
    }
    String address = server().uri("/chats/" + chat).toString();
    BrowserPage page = page("en").go(address);
    Locator answers = page.tab().locator("article[data-role=assistant]");
    assertThat(answers).hasCount(2);
    for (int i = 0; i < 2; i++) {
      Locator answer = answers.nth(i);
      Locator note = answer.locator(".footnotes li[value='2']");
      Locator reference = answer.locator("sup a").nth(1);

      reference.click();
      assertThat(note).isFocused();
      assertThat(note).isInViewport();
      note.locator("[role=doc-backlink]").click();
      assertThat(reference).isFocused();
      assertThat(reference).isInViewport();

      reference.press("Enter");
      assertThat(note).isFocused();
      page.tab().keyboard().press("Tab");
      page.tab().keyboard().press("Tab");
      page.tab().keyboard().press("Enter");
      assertThat(reference).isFocused();
    }
    assertThat(page.tab().url()).isEqualTo(address);
    assertThat(page.tab().locator("article [id*=note]")).hasCount(0);
  }

  @Test
  void notesStayBehindTheTextWhileItGrows() {
    model()
        .enqueue(
            Script.text("A fact[^1].\n\n", "[^1]: Its *sou", "rce*.\n\n", "More text.\n\nEnd[^1].")
                .held());
    BrowserPage page = open("/", "ru");
    page.send("Почему?");
    model().releaseTokens(2);
    Locator notes = page.answerText().locator(".footnotes");
    assertThat(notes.locator("li em")).hasText("sou");
    model().releaseTokens(2);
    page.awaitStatus("complete");

    assertThat(notes).hasCount(1);
    assertThat(notes.locator("li p")).hasText("Its source.");
    assertThat(notes.locator("h2")).hasText("Сноски");
    assertThat(notes.locator("a")).hasAttribute("aria-label", "Назад к тексту");
    assertThat(page.answerText().locator("sup a")).hasText(new String[] {"1", "1"});
    assertThat(page.answerText().locator("> :last-child")).hasClass("footnotes");
    page.keepLooks("footnotes");
  }

  @Test
  void codeBehindANoteGrowsAtItsEndAndIsColouredOnceItIsWhole() {
    model()
        .enqueue(
            Script.text(
                    "A fact[^1].\n\n[^1]: Its source.\n\n```java\nint a = 1;\n```\n\n```cpp\n",
                    "int main() {\n",
                    "  return 0; // `x ${b}`\n}",
                    "\n```\n\nEnd.")
                .held());
    BrowserPage page = open("/");
    page.send("Show me");
    model().releaseTokens(2);
    Locator growing = page.answerText().locator(".code[data-language=cpp]");
    assertThat(page.answerText().locator(".code[data-coloured=yes]")).hasCount(1);
    assertThat(growing.locator(".streaming-cursor")).hasCount(1);
    // Whoever would colour it now has had the time to.
    page.tab()
        .evaluate(
            "() => new Promise(done =>"
                + " requestIdleCallback(() => requestIdleCallback(() => setTimeout(done, 300))))");
    model().releaseTokens(1);
    assertThat(growing.locator("code")).hasText("int main() {\n  return 0; // `x ${b}`\n}");
    model().releaseTokens(1);
    page.awaitStatus("complete");

    assertThat(page.answerText().locator(".code[data-coloured=yes]")).hasCount(2);
    assertThat(growing.locator("code")).hasText("int main() {\n  return 0; // `x ${b}`\n}");
  }

  @Test
  void theCursorStandsWhereTheTextGoesOn() {
    model()
        .enqueue(Script.text("A fact[^1].\n\n[^1]: Its sou", "rce.\n\n", "More tex", "t.").held());
    BrowserPage page = open("/");
    page.send("Why?");
    Locator cursor = page.answerText().locator(".streaming-cursor");
    model().releaseTokens(1);
    assertThat(page.answerText().locator(".footnotes li p > .streaming-cursor")).hasCount(1);
    model().releaseTokens(2);
    assertThat(page.answerText().locator("p:has-text('More tex') > .streaming-cursor")).hasCount(1);
    assertThat(cursor).hasCount(1);
    model().releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(cursor).hasCount(0);
  }
}
