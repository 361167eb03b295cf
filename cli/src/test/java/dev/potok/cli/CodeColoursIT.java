package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.potok.testkit.Script;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code gets its colours when its block is closed, and not before. */
class CodeColoursIT extends BrowserScene {

  /** The longest code that is coloured, in characters. */
  private static final int MAX_LENGTH = 8_000;

  private static final String JAVA =
      """
      /** Says hello. */
      @Deprecated
      final class Hello {
        static final int TIMES = 3;

        String say(String name) {
          return "Hello, <b>" + name + "</b>"; // as HTML
        }
      }
      """;

  /** The least contrast of small text, by WCAG 2.2, level AA. */
  private static final double LEAST_CONTRAST = 4.5;

  /** The contrast of the words in an element that differ in colour, the least of all. */
  private static final String CONTRAST =
      """
      code => {
        const probe = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const light = colour => {
          probe.fillStyle = colour;
          probe.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...probe.getImageData(0, 0, 1, 1).data].map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = light(getComputedStyle(code.closest('figure')).backgroundColor);
        return Math.min(...[code, ...code.querySelectorAll('span')].map(word => {
          const ink = light(getComputedStyle(word).color);
          return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        }));
      }\
      """;

  @Test
  void codeIsColouredOnceItsBlockIsClosed() {
    model().enqueue(Script.text("```java\n" + JAVA, "```\n\nThat", " is all.").held());
    BrowserPage page = page("en");
    List<String> files = new CopyOnWriteArrayList<>();
    page.tab().onRequest(request -> files.add(request.url().replaceFirst(".*/", "")));
    page.go(server().uri("/").toString());
    page.send("Show me");
    Locator figure = page.answerText().locator("figure.code");

    model().releaseTokens(1);
    assertThat(figure.locator("code")).containsText("as HTML");
    assertThat(figure.locator(".hljs-keyword")).hasCount(0);
    assertThat(files).doesNotContain("highlight.js");
    model().releaseTokens(2);
    page.awaitStatus("complete");

    assertThat(figure.locator(".hljs-keyword").first()).hasText("final");
    assertThat(figure.locator(".hljs-comment").first()).hasText("/** Says hello. */");
    assertThat(figure.locator("code")).hasText(JAVA.strip());
    assertThat(figure.locator("code b")).hasCount(0);
    assertThat(files).contains("highlight.js");
    page.keepLooks("code-colours");
  }

  @Test
  void theCopyHasNoColours() throws Exception {
    BrowserPage page = answered("```java\n" + JAVA + "```");
    page.tab().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    assertThat(page.find(".hljs-keyword").first()).isVisible();

    page.action("copy-code").click();
    assertThat(page.find("[data-action=copy-code][data-done=yes]")).hasCount(1);
    assertThat(page.tab().evaluate("() => navigator.clipboard.readText()")).isEqualTo(JAVA);
  }

  @Test
  void codeOfNoKnownLanguageOrTooLongStaysPlain() throws Exception {
    String line = "int aVariable = 1;\n";
    String most = line.repeat(MAX_LENGTH / line.length());
    BrowserPage page =
        answered(
            "```brainfog\nint a;\n```\n\n```java\n"
                + most
                + line
                + "```\n\n```java\n"
                + most
                + "```\n");
    Locator figures = page.answerText().locator("figure");

    assertThat(figures.nth(2).locator(".hljs-type").first()).hasText("int");
    assertThat(figures.nth(2)).hasAttribute("data-coloured", "yes");
    for (int i = 0; i < 2; i++) {
      assertThat(figures.nth(i)).hasAttribute("data-coloured", "no");
      assertThat(figures.nth(i).locator("span[class^=hljs]")).hasCount(0);
    }
  }

  @Test
  void aSelectionInCodeIsNotLost() {
    model().enqueue(Script.text("```java\nint a;\n", "```\n\nThat is all.").held());
    BrowserPage page = open("/");
    page.send("Show me");
    model().releaseTokens(1);
    Locator code = page.answerText().locator("code");
    assertThat(code).containsText("int a;");
    code.evaluate("e => getSelection().selectAllChildren(e)");
    model().releaseTokens(1);
    page.awaitStatus("complete");
    assertThat(page.answerText()).containsText("That is all.");
    assertThat(page.tab().evaluate("() => getSelection().toString().trim()")).isEqualTo("int a;");
    assertThat(page.find(".hljs-type")).hasCount(0);

    page.tab().evaluate("() => getSelection().removeAllRanges()");
    assertThat(page.find(".hljs-type")).hasText("int");
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void everyColourCanBeRead(ColorScheme scheme) throws Exception {
    BrowserPage page =
        answered(
            "```java\n"
                + JAVA
                + "```\n\n```diff\n- a\n+ b\n```\n\n```css\n#a.b:hover[c]"
                + " { color: red; }\n```\n\n```html\n<a href=\"x\">b</a>\n```\n\n```php\n$a = 1;"
                + "\n```\n");
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    assertThat(page.find("figure[data-coloured=yes]")).hasCount(5);

    for (Locator code : page.find("figure code").all()) {
      assertThat((Double) code.evaluate(CONTRAST)).isGreaterThanOrEqualTo(LEAST_CONTRAST);
    }
  }

  /** The page of a chat that has this answer. */
  private BrowserPage answered(String markdown) throws Exception {
    model().enqueue(Script.text(markdown));
    long chat = api().newChat();
    api().say(chat, "Show me");
    return open("/chats/" + chat);
  }
}
