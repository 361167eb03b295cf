package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.markdown.Edit.Growth;
import dev.potok.markdown.Edit.Splice;
import dev.potok.markdown.Part.Leaf;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GrowingMarkdownTest {

  /** Pieces that change what stands before or after them. */
  private static final List<String> PIECES =
      List.of(
          "text",
          "more text",
          "\n",
          "\n\n",
          "\r\n",
          "\r",
          " ",
          "  ",
          "    ",
          "\t",
          "- a",
          "- ",
          "-",
          "* b",
          "1. c",
          "2. d",
          "1) e",
          "10",
          "> q",
          ">",
          "# h",
          "##",
          "===",
          "---",
          "***",
          "```",
          "```java",
          "~~~",
          "````",
          "| a | b |",
          "|---|---|",
          "|--",
          "| 1 | 2 |",
          "<div>",
          "</div>",
          "<!--",
          "-->",
          "<span>",
          "[a]",
          "[b][a]",
          "[a]: /u",
          "[a]: /v 'title'",
          "[B]: <x y>",
          "'title",
          "more'",
          "[b]:",
          "/url",
          "![a]",
          "**",
          "*",
          "_",
          "`",
          "~~",
          "\\",
          "&amp;",
          "https://example.org",
          "- [ ] t",
          "- [x] t",
          "\n- ",
          "\n> ",
          "\n    ",
          "\n1. ",
          "\n\n- ",
          "$",
          "$$",
          "$x^2$",
          "\n$$\n",
          "\\(",
          "\\)",
          "\n\\[\n",
          "\\]",
          "\n```\n",
          "\n\n[a]: /w\n\n",
          "\n---\n",
          "\n|-|\n",
          "[^a]",
          "x[^b]",
          "| [^a] |",
          "\n[^a]: note",
          "\n[^b]: ",
          "[^a]:",
          "[^a][a]",
          "\n\n[^c]: long\n\n    more[^a]\n",
          "[^c]",
          "ß",
          "🌊");

  private final MarkdownRenderer renderer = new MarkdownRenderer();

  static List<String> documents() {
    return List.of(
        "",
        "one",
        "one\n\ntwo\n\nthree",
        "Heading\n===\n\nOther\n---\ntext",
        "Intro:\n- a\n- b\n\n- loose\n\nafter",
        "- a\n\n  b\n\n      code\n- c\n* d\n",
        "1. a\n2. b\n\n3. c\n\n10",
        "> quote\nlazy\n\n> other\n> - a\n> - b\n",
        "```java\nint a;\n\nint b;\n```\nafter\n~~~\nopen",
        "```\r\na\r\n\u0000 <&>\"\r\n ``\r\n````\r\nafter",
        "text\n````\n```\n    ````\n   ```` \t\nafter",
        "~~~\n```\n~~~~ x\n\t~~~\n~~~",
        "  ```\n    a\n  b\n  ```\n",
        "[a]: /u\n```\n[a]\n```\n[a]",
        "- ```\n  a\n\n  b\n  ```\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nafter",
        "text\n| a | b |\n|---|---|\n| 1 | 2 |\nafter",
        "text\n| a | b |\n|---|--x|\n",
        "<div>\n*a*\n\n*b*\n</div>\n\n<!-- a\n\nb -->\nc",
        "[a] and [b]\n\ntext\n\n[a]: /u\n[b]: /v 'title'\n\n[a]: /late\n\n[a]",
        "[a]: /u\n'title\nmore'\n\n[a]",
        "[a]: /u\n'title\nno title\n\n[a]",
        "[a]: /u\n===\n\n[a]",
        "> [foo\n> bar]\n\n> [foo bar]: /u \"t&quot; \\\" <\"\n\n[FOO BAR]",
        "[a\\]b]\n\n[a\\]b]: </x \\> y> 'two\nlines'\n",
        "[ẞ]\n\n[SS]: /u\n",
        "a\r\nb\r\n\r\nc\rd\r\re",
        "    code\n\n    more\n\ntext\n    not code\n",
        "***\n---\n___\n- - -\n",
        "\n\n\n  text\n\n\n",
        "- a\n - b\n  - c\n   - d\n    - e\n",
        "* a\n\n      b\n\n  c\n\nd\n    e",
        "| a |\n|---|\n| [x] |\n\n[x]: /u\n",
        "![x][y]\n\n[y]: /u\n[y]: /v\n",
        "a $x_1$ b\n$$\n- y\n$$\n\n- c\n  $$z$$\n\n$$\nopen\n\n\\[\nd\n\\]\n");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void characterByCharacterGivesTheSameAsTheWhole(String text) {
    assertGrows(text, new Random(1), 1);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void chunksGiveTheSameAsTheWhole(String text) {
    for (int seed = 0; seed < 20; seed++) {
      assertGrows(text, new Random(seed), 9);
    }
  }

  @Test
  void randomTextsGiveTheSameAsTheWhole() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int pieces = 1 + random.nextInt(40);
      for (int i = 0; i < pieces; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
        if (random.nextInt(3) == 0) {
          text.append('\n');
        }
      }
      assertGrows(text.toString(), random, 1 + random.nextInt(8));
    }
  }

  @Test
  void longBlocksGiveTheSameAsTheWhole() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
        if (i % 4 == 1) {
          String piece = PIECES.get(random.nextInt(PIECES.size())) + " *a*";
          text.append(piece.repeat((LongText.LONG + 2 * LongText.PIECE) / piece.length()));
        }
      }
      assertGrows(text.toString(), random, 200);
    }
  }

  @Test
  void allOfALongBlockIsShownAtOnceAndLooksAsItWill() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    StringBuilder words = new StringBuilder("0");
    growing.append("- 0");
    for (int i = 1; i < 1_500; i++) {
      growing.append(" **" + i + "** `c");
      growing.append("`");
      words.append(' ').append(i).append(" c");

      assertThat(html(growing).replaceAll("<[^>]*>", "").strip()).isEqualTo(words.toString());
      assertThat(html(growing).replace("</span>", ""))
          .endsWith("<strong>" + i + "</strong> <code>c</code></li>\n</ul>\n");
    }
  }

  private void assertGrows(String text, Random random, int longest) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    Page page = new Page();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(longest));
      page.apply(growing.append(text.substring(at, end)));
      at = end;
    }
    page.apply(growing.finish());

    assertThat(page.html()).as(text).isEqualTo(renderer.render(text));
    assertThat(growing.parts()).as(text).isEqualTo(page.parts());
  }

  @Test
  void onlyTheLastBlockChangesWhileItGrows() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("# Title\n\nFirst.\n\nSec");

    assertThat(growing.append("ond"))
        .containsExactly(new Splice(List.of(), 2, 1, List.of(new Leaf("<p>Second</p>\n", false))));
  }

  @Test
  void nothingChangesForABlankLine() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("a");

    assertThat(growing.append("\n\n")).isEmpty();
  }

  @Test
  void openFenceIsCodeAtOnce() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);

    growing.append("```java\nint a");

    assertThat(html(growing)).startsWith("<figure class=\"code\"").contains("int a");
  }

  @Test
  void listBelowAParagraphIsNeverAHeading() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    String text = "Intro:\n- a\n- b\n";
    for (int i = 0; i < text.length(); i++) {
      growing.append(text.substring(i, i + 1));
      assertThat(html(growing)).doesNotContain("<h2>");
    }
  }

  @Test
  void lateDefinitionRendersAgainWhatMentionsIt() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("see [a]\n\nother\n\n[a]: /u\n\n");

    growing.append("end\n\nmore");

    assertThat(html(growing)).contains("href=\"/u\"");
  }

  @Test
  void workForABlockDoesNotGrowWithTheBlocksBeforeIt() {
    String block = "A paragraph with [a link](/x) and *some* `code`.\n\n- one\n- two\n\n";
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    long first = parsedFor(growing, block, 10);
    long last = first;
    for (int i = 0; i < 20; i++) {
      last = parsedFor(growing, block, 10);
    }

    assertThat(last).isLessThanOrEqualTo(first + first / 10);
  }

  @Test
  void workForALineOfCodeDoesNotGrowWithTheLinesBeforeIt() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("Intro:\n```java\n");
    long first = parsedFor(growing, "int a = b[0]; // ``` [c]\n", 10);
    long last = parsedFor(growing, "int a = b[0]; // ``` [c]\n", 10);

    assertThat(last).isLessThanOrEqualTo(first);
  }

  @Test
  void codeInAFenceGrowsByWhatIsAdded() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("```\nint a");

    assertThat(growing.append(" = 1;\r\n<b>"))
        .containsExactly(new Growth(List.of(0), " = 1;\n"), new Growth(List.of(0), "<b>"));
    assertThat(growing.append("\n``")).containsExactly(new Growth(List.of(0), "\n"));
    assertThat(growing.append("`\n")).isEmpty();
  }

  private static String html(GrowingMarkdown growing) {
    return Part.html(growing.parts());
  }

  private static long parsedFor(GrowingMarkdown growing, String block, int times) {
    long before = growing.parsedCharacters();
    for (int i = 0; i < times; i++) {
      for (int c = 0; c < block.length(); c++) {
        growing.append(block.substring(c, c + 1));
      }
    }
    return growing.parsedCharacters() - before;
  }
}
