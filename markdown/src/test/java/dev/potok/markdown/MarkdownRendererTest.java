package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownRendererTest {
  private final MarkdownRenderer renderer = new MarkdownRenderer();

  @Test
  void fencedCodeIsAFigureWithItsLanguage() {
    assertThat(renderer.render("```sql title\nSELECT 1 < 2;\n```\n"))
        .isEqualTo(
            "<figure class=\"code\" data-language=\"sql\"><figcaption>sql</figcaption>"
                + "<pre><code class=\"language-sql\">SELECT 1 &lt; 2;\n</code></pre></figure>\n");
  }

  @Test
  void codeWithoutLanguageHasAnEmptyCaption() {
    String expected =
        "<figure class=\"code\"><figcaption></figcaption><pre><code>a\n</code></pre></figure>\n";

    assertThat(renderer.render("```\na\n```")).isEqualTo(expected);
    assertThat(renderer.render("    a")).isEqualTo(expected);
  }

  @Test
  void tableScrollsInItsOwnBox() {
    assertThat(renderer.render("| a | b |\n|---|--:|\n| 1 | 2 |\n"))
        .isEqualTo(
            """
            <div class="table-scroll"><table>
            <thead>
            <tr>
            <th>a</th>
            <th align="right">b</th>
            </tr>
            </thead>
            <tbody>
            <tr>
            <td>1</td>
            <td align="right">2</td>
            </tr>
            </tbody>
            </table></div>
            """);
  }

  @Test
  void linkLeavesThePageWithoutATrace() {
    assertThat(renderer.render("[a](https://example.org \"t\")"))
        .isEqualTo(
            "<p><a href=\"https://example.org\" rel=\"noopener noreferrer nofollow\""
                + " target=\"_blank\" title=\"t\">a</a></p>\n");
  }

  @Test
  void bareAddressIsALink() {
    assertThat(renderer.render("see https://example.org."))
        .contains("<a href=\"https://example.org\" rel=\"noopener noreferrer nofollow\"");
  }

  @Test
  void imageIsNotLoadedButNamed() {
    assertThat(renderer.render("![a *cat* `x`](https://example.org/cat.png)"))
        .isEqualTo(
            "<p><a class=\"remote-image\" href=\"https://example.org/cat.png\""
                + " rel=\"noopener noreferrer nofollow\" target=\"_blank\""
                + " data-host=\"example.org\">a cat x</a></p>\n");
    assertThat(renderer.render("![](https://example.org/cat.png)"))
        .contains(">https://example.org/cat.png</a>");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org, example.org",
    "http://example.org:81?a/b, example.org:81",
    "//example.org/a@b, example.org",
    "HTTPS:/example.org/x, example.org",
    "/\\\\\\\\example.org/x, example.org",
    "https:\\\\\\\\example.org\\\\x, example.org",
    "https://potok.org@example.org/, example.org",
    "/own/x.png, ''",
    "own/x//y.png, ''",
  })
  void imageTellsWhoWouldBeAsked(String address, String host) {
    assertThat(renderer.render("![a](" + address + ")")).contains(" data-host=\"" + host + "\"");
  }

  @Test
  void imageInALinkIsNoSecondLink() {
    assertThat(renderer.render("[![cat](/cat.png)](/page)"))
        .contains("<span class=\"remote-image\">cat</span></a>");
  }

  @Test
  void strikethroughAndTaskListsAreKnown() {
    assertThat(renderer.render("~~a~~")).isEqualTo("<p><del>a</del></p>\n");
    assertThat(renderer.render("- [x] a\n- [ ] b"))
        .contains("<input type=\"checkbox\" disabled=\"\" checked=\"\">")
        .contains("<input type=\"checkbox\" disabled=\"\">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](<javascript:alert(1)>)",
        "[a](<java\tscript:alert(1)>)",
        "[a](< javascript:alert(1)>)",
        "[a](&#106;avascript:alert(1))",
        "[a](&#x6A;avascript&colon;alert(1))",
        "[a](javascript&#58;alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](java&NewLine;script:alert(1))",
        "[a](\u0001javascript:alert(1))",
        "[a](vbscript:msgbox(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](file:///etc/passwd)",
        "[a](blob:https://example.org/x)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
        "[a]\n\n[a]: javascript:alert(1)",
        "[a]: data:text/html,x\n\n![a]",
      })
  void dangerousTargetIsDropped(String markdown) {
    String html = renderer.render(markdown);

    assertThat(html).doesNotContain("href=").doesNotContain("src=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "a <script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">a</a>",
        "<!-- --><style>*{}</style>",
        "<![CDATA[<script>]]>",
        "<?php ?><iframe src=x>",
        "<div\nonclick=alert(1)>\n\n</div>",
        "| <img src=x onerror=alert(1)> |\n|---|\n| <b> |",
        "```<script>\n<script>\n```",
        "```a\"onclick=\"alert(1)\n```",
        "[a](/x \"\\\" onclick=alert(1) x=\\\"\")",
        "[a](</x\" onclick=\"alert(1)>)",
        "![\" onclick=\"alert(1)](/x)",
        "[a\"onclick=\"b](/x)",
        "`<script>`",
        "# <script>",
        "- <script>",
        "> <script>",
        "[<script>](/x)",
        "<https://example.org/\"onclick=\"alert(1)>",
        "https://example.org/\"onclick=\"alert(1)",
      })
  void rawHtmlIsText(String markdown) {
    String html = renderer.render(markdown);

    // Whatever is left of the page's own tags and their attributes must be text without tags.
    String rest =
        html.replaceAll(
            "</?(p|a|h1|ul|li|blockquote|code|pre|figure|figcaption|div|table|thead|tbody|tr|th|td|span)"
                + "( (href|rel|target|title|class|data-language|data-host)=\"[^\"<>]*\")*>",
            "");
    assertThat(rest).doesNotContain("<");
  }

  @Test
  void deepNestingIsBounded() {
    String html = renderer.render(">".repeat(10_000) + " a");

    assertThat(html.split("<blockquote>", -1)).hasSizeLessThan(MarkdownRenderer.MAX_NESTING + 2);
  }
}
