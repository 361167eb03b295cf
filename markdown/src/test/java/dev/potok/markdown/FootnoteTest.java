package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Footnotes: {@code [^label]} in a text and {@code [^label]: text} on a line. */
class FootnoteTest {

  /** Footnotes in all places and forms, also where they are none. */
  static final List<String> TEXTS =
      List.of(
          "A fact[^1].\n\n[^1]: The *source*.\n",
          "[^1]: First\n\nA fact[^1], again[^1] and [^2].\n\n[^2]: Second\n",
          "One[^a] two[^b].\n\n[^b]: The b\n[^a]: The a, see [^b]\n\nEnd[^a].\n",
          "- item[^x]\n- *other*[^X]\n\n> quote[^x]\n\n| a[^x] |\n|---|\n| b[^x] |\n\n[^x]: Note",
          "Text[^1]\n[^1]: interrupts\nand goes on\n\n# Heading[^1]\n",
          "A[^n]\n\n[^n]: One\n\n    Two with `code`\n\n    - a\n    - b\n\n        int a;\n\nEnd\n",
          "A[^n]\n\n[^n]: ```java\n    int a;\n    ```\n[^m]:\n\n    later\n",
          "A[^1] and B[^1]\n\n[^1]: first\n[^1]: second\n\nC[^1]\n",
          "No footnote[^1] and [^], [^ a], [^a b], [^1](/x), ![^1](/y), \\[^1] and `[^1]`.\n",
          "A[^1]\n\n> [^1]: /link\n\n- [^2]: word\n\n [^3]: /word\n\n[^2] [^3] [x][^3]\n",
          "[a]: /u\n[^1]: [a] and [link][a]\n\n[^1][a] and [^1][] and [a [^1] b](/c)\n",
          "- a\n[^1]: behind a list\n- b[^1]\n\n    code\n[^2]: behind code\n    more\n\n[^2]",
          "> q[^1]\n[^1]: behind a quote\n\n```\n[^1]: code\n```\n[^_a]: none [^a-b_c] [^-a]\n",
          "A[^1]\r\n\r\n[^1]: Note\r\n    more\r\n\r\nEnd[^long-label_2]\r\n[^long-label_2]: it\r\n");

  private final MarkdownRenderer renderer = new MarkdownRenderer();

  @Test
  void footnotesStandBehindTheText() {
    assertThat(renderer.render("A fact[^x].\n\n[^x]: The *source*.\n\nEnd"))
        .isEqualTo(
            """
            <p>A fact<sup><a href="#note-1" role="doc-noteref">1</a></sup>.</p>
            <p>End</p>
            <section class="footnotes" role="doc-endnotes">
            <h2 class="visually-hidden">Footnotes</h2>
            <ol>
            <li value="1"><div>
            <p>The <em>source</em>.</p>
            </div>
            <a href="#ref-1" role="doc-backlink" aria-label="Back to the text">↩</a></li>
            </ol>
            </section>
            """);
  }

  @Test
  void numbersFollowTheDefinitions() {
    String html = renderer.render("[^b] [^a] [^A]\n\n[^a]: first\n[^b]: second\n");

    assertThat(html).contains("<p>" + reference(2) + " " + reference(1) + " " + reference(1));
  }

  @Test
  void theFirstOfALabelIsReferredTo() {
    assertThat(renderer.render("[^a]\n\n[^a]: first\n[^a]: second\n"))
        .startsWith("<p>" + reference(1) + "</p>")
        .contains("first", "<li value=\"2\"><div>\n<p>second</p>");
  }

  @Test
  void aFootnoteHoldsBlocksThatAreIndented() {
    assertThat(renderer.render("[^a]: one\n\n    two\n\n    - three\n\nfour"))
        .startsWith("<p>four</p>\n<section")
        .contains(
            "<li value=\"1\"><div>\n<p>one</p>\n<p>two</p>\n<ul>\n<li>three</li>\n</ul>\n</div>\n<a ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[^a]", "[^a b]", "\\[^a]", "x [^0-9-]: y", "![^a]"})
  void whatHasNoFootnoteIsText(String text) {
    String shown = text.replace("\\", "");

    assertThat(renderer.render(text)).isEqualTo("<p>" + shown + "</p>\n");
  }

  @Test
  void linksAreStillLinks() {
    assertThat(renderer.render("[^a](/b) [^c]\n\n [^c]: /d\n[^a]: note"))
        .contains("href=\"/b\"", ">^a</a>", "href=\"/d\"", ">^c</a>");
  }

  @Test
  void idsAreUniqueInAPageOfManyTexts() {
    FootnoteStyle style = new FootnoteStyle("m7-", "Сноски", "Назад & \"выше\"");
    String html = renderer.render("a[^x] b[^x]\n\n[^x]: note", style);

    assertThat(html)
        .contains(
            "<a href=\"#m7-note-1\" id=\"m7-ref-1\" role=\"doc-noteref\">",
            "<a href=\"#m7-note-1\" role=\"doc-noteref\">",
            "<li value=\"1\" id=\"m7-note-1\"><div>",
            "<a href=\"#m7-ref-1\" role=\"doc-backlink\" aria-label=\"Назад &amp; &quot;выше&quot;\">",
            ">Сноски</h2>");
  }

  @Test
  void aLabelHasALimit() {
    String longest = "a".repeat(99);
    assertThat(renderer.render("[^" + longest + "]\n\n[^" + longest + "]: x")).contains("<sup>");
    assertThat(renderer.render("[^a" + longest + "]\n\n[^a" + longest + "]: x"))
        .doesNotContain("<sup>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fact [^", "fact [^1", "fact [^so-", "fact [^1]"})
  void aLabelIsNotShownWhileItIsWritten(String text) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append(text);

    assertThat(Part.html(growing.parts())).isEqualTo("<p>fact</p>\n");
  }

  @Test
  void aReferenceIsTextUntilItsFootnoteIsThereAndThenNeverChanges() {
    String text = "A fact[^x], more[^y].\n\n[^y]: The y\n\n[^x]: The x\n\nEnd[^x]\n";
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      growing.append(text.substring(i, i + 1));
      String all = Part.html(growing.parts());
      String first = all.substring(0, all.indexOf("</p>") < 0 ? 0 : all.indexOf("</p>"));
      if (first.contains("more") && first.endsWith(".") && !seen.contains(first)) {
        seen.add(first);
      }
    }

    assertThat(seen)
        .containsExactly(
            "<p>A fact[^x], more[^y].",
            "<p>A fact[^x], more" + reference(1) + ".",
            "<p>A fact" + reference(2) + ", more" + reference(1) + ".");
  }

  @Test
  void aFootnoteIsShownWhileItIsWritten() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("A[^1]\n\n[^1]: The **sour");

    assertThat(Part.html(growing.parts()))
        .contains("<p>The <strong>sour</strong></p>\n</div>\n<a ");
  }

  private static String reference(int number) {
    return "<sup><a href=\"#note-%d\" role=\"doc-noteref\">%d</a></sup>".formatted(number, number);
  }
}
