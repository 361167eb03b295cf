package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.potok.testkit.Script;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Formulas become MathML when they are whole. */
class FormulasIT extends BrowserScene {

  private static final String MATHML = "http://www.w3.org/1998/Math/MathML";

  @Test
  void aFormulaIsDrawnOnceItIsClosed() {
    model()
        .enqueue(
            Script.text(
                    "It is $x_1 + \\frac{a}{b",
                    "}$, for $5 and $6.\n\n",
                    """
                    $$
                    \\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}
                    $$

                    """,
                    """
                    - \\(\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}\\)
                    - \\[\\colorbox{red}{x} \\cancel{y} \\boxed{z}\\]
                    """)
                .held());
    BrowserPage page = page("en");
    List<String> files = new CopyOnWriteArrayList<>();
    page.tab().onRequest(request -> files.add(request.url().replaceFirst(".*/", "")));
    page.go(server().uri("/").toString());
    page.send("Show me");
    Locator formulas = page.answerText().locator("math");

    model().releaseTokens(1);
    assertThat(page.answerText().locator("code")).hasText("x_1 + \\frac{a}{b");
    assertThat(files).doesNotContain("katex.js");
    model().releaseTokens(1);
    assertThat(formulas).hasCount(1);
    assertThat(page.answerText().locator("p").first()).containsText("for $5 and $6.");
    model().releaseTokens(2);
    page.awaitStatus("complete");

    assertThat(formulas).hasCount(4);
    assertThat(formulas.nth(0).locator("mfrac")).hasCount(1);
    assertThat(formulas.nth(1)).hasAttribute("display", "block");
    assertThat(formulas.nth(2).locator("mtd")).hasCount(4);
    assertThat(formulas.nth(0).evaluate("e => e.namespaceURI")).isEqualTo(MATHML);
    assertThat(page.answerText().locator("[style]")).hasCount(0);
    page.keepLooks("formulas");
  }

  @Test
  void whatIsNoTexStaysAsItsSource() throws Exception {
    String bomb = "\\def\\a#1{\\a{#1#1}}\\a{x}";
    String tooLong = "$$\n" + "x+\n".repeat(2000) + "y\n$$";
    model().enqueue(Script.text("$\\frac{a}$ and $" + bomb + "$\n\n" + tooLong + "\n\n$x^2$"));
    long chat = api().newChat();
    api().say(chat, "Show me");
    BrowserPage page = open("/chats/" + chat);

    assertThat(page.find(".math")).hasCount(4);
    assertThat(page.find(".math math")).hasCount(1);
    assertThat(page.find(".math").nth(0)).hasText("\\frac{a}");
    assertThat(page.find(".math").nth(1)).hasText(bomb);
    assertThat(page.find(".math[data-drawn=no]")).hasCount(3);
  }

  @Test
  void aFormulaThatIsDrawnStaysDrawnWhileItsParagraphGrows() {
    String[] more = {" and **bold**", ", `code`", " and $y_1$", ", [a link](https://example.org)."};
    model().enqueue(Script.text("The sum $x^2$", more[0], more[1], more[2], more[3]).held());
    BrowserPage page = open("/");
    page.send("Show me");
    model().releaseTokens(1);
    assertThat(page.answerText().locator(".math > math")).hasCount(1);
    page.tab()
        .evaluate(
            """
            () => {
              window.sources = [];
              new MutationObserver(() => document.querySelectorAll('.math').forEach(formula => {
                if (formula.textContent === 'x^2') { sources.push(formula.outerHTML); }
              })).observe(document.querySelector('.message[data-role=assistant] .message-body'),
                  {childList: true, subtree: true, characterData: true});
            }
            """);
    for (String shown : new String[] {"bold", "code", "and", "a link"}) {
      model().releaseTokens(1);
      assertThat(page.answerText()).containsText(shown);
    }
    page.awaitStatus("complete");

    assertThat(page.answerText().locator(".math > math")).hasCount(2);
    assertThat(page.tab().evaluate("sources.join()")).isEqualTo("");
    assertThat(page.find("[role=log]")).containsText("The sum x^2 and bold, code and y_1, a link.");
  }
}
