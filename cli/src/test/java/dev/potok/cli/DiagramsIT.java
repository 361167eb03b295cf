package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.potok.testkit.Script;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A diagram is drawn when the reader asks for it, in a frame that reaches nothing. */
class DiagramsIT extends BrowserScene {
  private static final String DIAGRAM = "```mermaid\ngraph LR\n  A[Text] --> B[Picture]\n```\n";

  @Test
  void aDiagramIsShownOnDemandAndGoesAgain() {
    model()
        .enqueue(
            Script.text("```mermaid\ngraph LR\n  A[Text] -->", " B[Picture]\n```\n\nSo.").held());
    BrowserPage page = page("en");
    List<String> files = new CopyOnWriteArrayList<>();
    page.tab().onRequest(request -> files.add(request.url().replaceFirst(".*/", "")));
    page.go(server().uri("/").toString());
    page.send("Show me");
    model().releaseTokens(1);
    assertThat(page.answerText().locator("code")).containsText("graph LR");
    assertThat(page.action("show-diagram")).hasCount(0);
    model().releaseTokens(1);
    page.awaitStatus("complete");
    Locator button = page.action("show-diagram");
    assertThat(button).hasText("Show the diagram");
    assertThat(files).doesNotContain("mermaid.js").doesNotContain("highlight.js");

    button.click();
    FrameLocator frame = page.tab().frameLocator(".diagram iframe");
    assertThat(frame.locator("svg")).containsText("Picture");
    assertThat(page.find("figure[data-diagram=yes] pre")).isHidden();
    assertThat(files).contains("mermaid.js", "diagram.html");
    assertThat(page.find(".diagram iframe")).hasAttribute("sandbox", "allow-scripts");
    Locator node = frame.locator("svg .node rect").first();
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    assertThat(node).hasCSS("fill", "rgb(236, 236, 255)");
    page.tab().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(node).hasCSS("fill", "rgb(31, 32, 32)");
    page.keepLooks("diagram");

    button.click();
    assertThat(page.find(".diagram")).hasCount(0);
    assertThat(page.answerText().locator("pre")).isVisible();

    page.action("settings").click();
    page.find("input[name=language][value=ru]").check();
    assertThat(page.action("show-diagram")).hasText("Показать диаграмму");
  }

  @Test
  void theFrameReachesNeitherThePageNorAnyServer() throws Exception {
    BrowserPage page = answered(DIAGRAM);
    page.action("show-diagram").click();
    assertThat(page.find("figure[data-diagram=yes]")).hasCount(1);
    var frame = page.tab().frameByUrl(url -> url.endsWith("/assets/diagram.html"));

    assertThat(frame.evaluate("() => origin")).isEqualTo("null");
    assertThat(
            frame.evaluate(
                "() => { try { return parent.document.title } catch (e) { return e.name } }"))
        .isEqualTo("SecurityError");
    assertThat(
            frame.evaluate(
                "() => { try { return localStorage.length } catch (e) { return e.name } }"))
        .isEqualTo("SecurityError");
    try (CanaryServer canary = new CanaryServer()) {
      for (String address :
          List.of(canary.address(), server().uri("/api/web/v1/chats").toString())) {
        assertThat(frame.evaluate("a => fetch(a).then(() => 'came', e => e.name)", address))
            .isEqualTo("TypeError");
        String image =
            "a => new Promise(done => { const image = new Image();"
                + " image.onload = () => done('came'); image.onerror = () => done('not');"
                + " image.src = a; })";
        assertThat(frame.evaluate(image, address)).isEqualTo("not");
      }
      assertThat(canary.connections()).isZero();
    }
    page.complaints().clear();
  }

  @Test
  void whatIsNoDiagramIsSaid() throws Exception {
    BrowserPage page = answered("```mermaid\nno such diagram\n```\n");
    page.action("show-diagram").click();

    assertThat(page.find(".diagram-error")).containsText("Mermaid cannot read this text:");
    assertThat(page.find(".diagram-error [lang=en]")).containsText("No diagram type detected");
    assertThat(page.find(".diagram iframe")).hasCount(0);
    assertThat(page.answerText().locator("pre")).isVisible();
  }

  @Test
  void aDiagramHasALongestText() throws Exception {
    BrowserPage page =
        answered("```mermaid\ngraph LR\n" + "%% note\n".repeat(2500) + "A\n```\n", "ru");
    page.action("show-diagram").click();

    assertThat(page.find(".diagram-error"))
        .containsText(Pattern.compile("Диаграммы нет: в ней больше 20\\s000 символов"));
  }

  @Test
  void onlyATableThatIsTooWideTakesTheFocus() throws Exception {
    String cell = "aVeryLongWordThatDoesNotBreak".repeat(4) + " | ";
    BrowserPage page =
        answered("| a |\n|---|\n| b |\n\n| a | b | c |\n|---|---|---|\n| " + cell.repeat(3) + "\n");
    Locator tables = page.find(".table-scroll");

    assertThat(tables.nth(1)).hasAttribute("tabindex", "0");
    assertThat(tables.nth(0)).not().hasAttribute("tabindex", "0");
  }

  private BrowserPage answered(String markdown) throws Exception {
    return answered(markdown, "en");
  }

  private BrowserPage answered(String markdown, String language) throws Exception {
    model().enqueue(Script.text(markdown));
    long chat = api().newChat();
    api().say(chat, "Show me");
    return open("/chats/" + chat, language);
  }
}
