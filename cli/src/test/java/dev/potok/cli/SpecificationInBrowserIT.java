package dev.potok.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.potok.markdown.MarkdownRenderer;
import dev.potok.testkit.SeededChat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.commonmark.testutil.TestResources;
import org.commonmark.testutil.example.Example;
import org.commonmark.testutil.example.ExampleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The examples of CommonMark and GFM look on the page as the same Java renders them on the JVM,
 * although the browser's own regular expressions, character references, tables of Unicode and text
 * decoder are used.
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
          "A[^1] and[^b], \\[^1].\n\n[^1]: *one*\n[^b]: two\n\n    - three\n\nEnd[^b] [^c]",
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

  /** Names of categories by the JVM's numbers, which are neither 0 nor 17. */
  private static final String[] CATEGORIES =
      "- Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf - Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf"
          .split(" ");

  /** The characters of each kind: where a run of them begins, and its last; no surrogates. */
  private static final String RUNS =
      """
      kinds => {
        const all = [];
        for (let c = 0; c <= 0x10ffff; c++) {
          if (c < 0xd800 || c > 0xdfff) { all.push(String.fromCodePoint(c)); }
        }
        const text = all.join('');
        return kinds.map(kind =>
            [...text.matchAll(new RegExp(`\\\\p{${kind}}+`, 'gu'))]
                .flatMap(([run]) => [run.codePointAt(0), [...run].at(-1).codePointAt(0)]));
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
      SeededChat.fill(
          folder.resolve("data").resolve("potok.db"),
          chat,
          2 * inChat.size(),
          number -> number % 2 == 0 ? inChat.get(number / 2 - 1) : "Next");
      page.go(server().uri("/chats/" + chat).toString());
      Locator drawn = page.tab().locator("article[data-role=assistant]");
      // What is above is drawn when one comes near to it.
      page.tab()
          .waitForCondition(() -> {
            page.find(".flow").evaluate("flow => { flow.scrollTop = 0; }");
            return drawn.count() == inChat.size();
          });
      for (int i = 0; i < inChat.size(); i++) {
        Object shown =
            page.tab().evaluate(BARE, drawn.nth(i).locator(".prose.message-body").innerHTML());
        Object expected = page.tab().evaluate(BARE, renderer.render(inChat.get(i)));
        assertThat(shown).as(inChat.get(i)).isEqualTo(expected);
      }
    }
  }

  /**
   * A newer version of Unicode knows more characters, and may find another category for one: U+0295
   * is a letter of another kind since version 17. What kind it is, letter, mark or sign, stays.
   */
  @Test
  void theBrowserKnowsTheCharactersOfTheJvm() {
    BrowserPage page = open("/");
    List<String> kinds = List.of("L", "M", "Nd", "Nl", "No", "Z", "C", "P", "S");
    List<?> all = (List<?>) page.tab().evaluate(RUNS, kinds);
    String[] found = new String[Character.MAX_CODE_POINT + 1];
    for (int kind = 0; kind < kinds.size(); kind++) {
      List<?> runs = (List<?>) all.get(kind);
      for (int i = 0; i < runs.size(); i += 2) {
        Arrays.fill(found, (int) runs.get(i), (int) runs.get(i + 1) + 1, kinds.get(kind));
      }
    }
    for (int c = 0; c < found.length; c++) {
      int type = Character.getType(c);
      if (type != Character.UNASSIGNED
          && type != Character.SURROGATE
          && !CATEGORIES[type].startsWith(found[c])) {
        fail("U+%04X: %s (expected: %s)", c, found[c], CATEGORIES[type]);
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
    texts.add(besideMarks(0xa1));
    texts.add(besideMarks(0x2100));
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

  /** A character of each category, the first from a place on, inside marks and beside them. */
  private static String besideMarks(int from) {
    return IntStream.range(1, CATEGORIES.length)
        .mapToObj(type ->
            IntStream.rangeClosed(from, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) == type && type != Character.SURROGATE)
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("0"))
        .map(c -> "a**" + c + "** **a" + c + "**b a__" + c + "__" + c + "$x$ $x$" + c + "\n\n" + c)
        .collect(joining("\n\n"));
  }
}
