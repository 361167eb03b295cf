package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
          "\n```\n",
          "\n\n[a]: /w\n\n",
          "\n---\n",
          "\n|-|\n",
          "ß",
          "🌊");

  private static final String CODE_END = "</code></pre></figure>\n";

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
        "![x][y]\n\n[y]: /u\n[y]: /v\n");
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

  private void assertGrows(String text, Random random, int longest) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    List<String> page = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(longest));
      draw(page, growing.append(text.substring(at, end)));
      at = end;
    }
    draw(page, growing.finish());

    assertThat(String.join("", page)).as(text).isEqualTo(renderer.render(text));
    assertThat(growing.blocks()).isEqualTo(page);
  }

  private static void draw(List<String> page, GrowingMarkdown.Change change) {
    assertThat(change.firstChangedBlock()).isLessThanOrEqualTo(page.size());
    page.subList(change.firstChangedBlock(), page.size()).clear();
    page.addAll(change.blocks());
    if (!change.grownCode().isEmpty()) {
      page.add(grown(page.removeLast(), change.grownCode()));
    }
  }

  /** A block of code with more at its end. */
  private static String grown(String block, String code) {
    assertThat(block).endsWith(CODE_END);
    String escaped = code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return block.substring(0, block.length() - CODE_END.length())
        + escaped.replace("\"", "&quot;")
        + CODE_END;
  }

  @Test
  void onlyTheLastBlockChangesWhileItGrows() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("# Title\n\nFirst.\n\nSec");

    GrowingMarkdown.Change change = growing.append("ond");

    assertThat(change.firstChangedBlock()).isEqualTo(2);
    assertThat(change.blocks()).containsExactly("<p>Second</p>\n");
  }

  @Test
  void nothingChangesForABlankLine() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("a");

    assertThat(growing.append("\n\n")).isEqualTo(new GrowingMarkdown.Change(1, List.of()));
  }

  @Test
  void openFenceIsCodeAtOnce() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);

    growing.append("```java\nint a");

    assertThat(growing.blocks().getFirst()).startsWith("<figure class=\"code\"").contains("int a");
  }

  @Test
  void listBelowAParagraphIsNeverAHeading() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    String text = "Intro:\n- a\n- b\n";
    for (int i = 0; i < text.length(); i++) {
      growing.append(text.substring(i, i + 1));
      assertThat(String.join("", growing.blocks())).doesNotContain("<h2>");
    }
  }

  @Test
  void lateDefinitionRendersAgainWhatMentionsIt() {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append("see [a]\n\nother\n\n[a]: /u\n\n");

    GrowingMarkdown.Change change = growing.append("end");
    growing.append("\n\nmore");

    assertThat(change.firstChangedBlock()).isLessThanOrEqualTo(2);
    assertThat(growing.blocks().getFirst()).contains("href=\"/u\"");
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
        .isEqualTo(new GrowingMarkdown.Change(1, List.of(), " = 1;\n<b>"));
    assertThat(growing.append("\n``")).isEqualTo(new GrowingMarkdown.Change(1, List.of(), "\n"));
    assertThat(growing.append("`\n").blocks()).hasSize(1);
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
