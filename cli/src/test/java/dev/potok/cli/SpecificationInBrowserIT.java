package dev.potok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.testkit.Script;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.testutil.TestResources;
import org.commonmark.testutil.example.Example;
import org.commonmark.testutil.example.ExampleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The examples of CommonMark and GFM look on the page as the same Java renders them on the JVM,
 * although the browser's own regular expressions, character references and text decoder are used.
 */
@Timeout(180)
class SpecificationInBrowserIT extends BrowserScene {

  /** So many examples make one answer. */
  private static final int IN_AN_ANSWER = 4;

  /** So many answers make one chat: as many as are drawn without scrolling. */
  private static final int IN_A_CHAT = 12;

  /** Ends what an example has left open, as far as anything does. */
  private static final String BETWEEN = "\n\n***\n\n";

  /**
   * What JavaScript's regular expressions read otherwise than Java's, and what they may cut up; and
   * blocks so long that they are drawn in pieces.
   */
  private static final List<String> OF_OUR_OWN =
      List.of(
          "- [\u00a0] no task\n- [ ] a task\n- [\u3000] no task",
          "<scr\u0131pt>\n*a*\n\n<\u017fcript>\n*a*\n\n<lin\u212a>\n*a*",
          "[a](https://example.org/\ud83d\ude00/\u0436?\u00fc=%41%zz) &ThickSpace;&nosuch; &#x1F600; &#0;",
          "<https://example.org/a\u0085b> <https://example.org/\ud83d\ude00> <me@example.org\n>",
          "<a b='x' c=\"\u2028\" d= e>*f*</a> <a =x>*f*</a>\n\n<div \u00a0>\n*a*",
          "\\\ud83d\ude00 \\\u00a0 \\! \\a",
          "- a *long* item".repeat(200),
          "| a |\n|---|\n| b" + " long *cell*".repeat(250),
          "```\n" + "a long line ".repeat(200));

  /** HTML with neither what the page puts on it nor space between elements. */
  private static final String BARE =
      """
      html => {
        const holder = document.createElement('template');
        holder.innerHTML = html;
        const all = holder.content;
        all.querySelectorAll('button').forEach(button => button.remove());
        all.querySelectorAll('[tabindex]').forEach(e => e.removeAttribute('tabindex'));
        all.querySelectorAll('input').forEach(e => e.removeAttribute('aria-label'));
        all.querySelectorAll('.blocks, .block, .part').forEach(e => e.replaceWith(...e.childNodes));
        all.normalize();
        const texts = document.createTreeWalker(all, NodeFilter.SHOW_TEXT);
        const spaces = [];
        while (texts.nextNode()) {
          const text = texts.currentNode, next = text.nextSibling;
          if (text.parentNode.closest?.('pre')) { continue; }
          if (next && /^(UL|OL|P|BLOCKQUOTE|FIGURE|DIV|HR|H[1-6])$/.test(next.nodeName)) {
            text.data = text.data.trimEnd();
          }
          if (!text.data.trim()) { spaces.push(text); }
        }
        spaces.forEach(space => space.remove());
        return holder.innerHTML;
      }\
      """;

  private final MarkdownRenderer renderer = new MarkdownRenderer();

  @Test
  void thePageRendersWhatTheJvmRenders() throws Exception {
    List<String> answers = answers();
    BrowserPage page = page("en");
    // Colours and formulas come later, by another script, and are not compared here.
    page.tab().route("**/assets/rich.*", SpecificationInBrowserIT::nothing);
    for (int from = 0; from < answers.size(); from += IN_A_CHAT) {
      List<String> inChat = answers.subList(from, Math.min(from + IN_A_CHAT, answers.size()));
      long chat = api().newChat();
      for (String answer : inChat) {
        model().enqueue(Script.text(answer));
        api().say(chat, "Next");
      }
      page.go(server().uri("/chats/" + chat).toString());
      Locator drawn = page.tab().locator("article[data-role=assistant]");
      PlaywrightAssertions.assertThat(drawn).hasCount(inChat.size());
      for (int i = 0; i < inChat.size(); i++) {
        Object shown =
            page.tab().evaluate(BARE, drawn.nth(i).locator(".prose.message-body").innerHTML());
        Object expected = page.tab().evaluate(BARE, renderer.render(inChat.get(i)));
        assertThat(shown).as(inChat.get(i)).isEqualTo(expected);
      }
    }
  }

  private static void nothing(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setContentType("text/javascript")
            .setBody("function richText() {}"));
  }

  private static List<String> answers() {
    List<String> texts = new ArrayList<>(OF_OUR_OWN);
    for (Example example : ExampleReader.readExamples(TestResources.getSpec())) {
      texts.add(example.getSource());
    }
    for (Example example : ExampleReader.readExamples(TestResources.getGfmSpec())) {
      texts.add(example.getSource());
    }
    List<String> answers = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += IN_AN_ANSWER) {
      int to = Math.min(from + IN_AN_ANSWER, texts.size());
      answers.add(String.join(BETWEEN, texts.subList(from, to)));
    }
    return answers;
  }
}
