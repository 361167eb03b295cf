package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts what an append costs: it must not depend on how much text there is. */
class GrowthWorkTest {

  /** The length of a text, in characters. */
  private static final int TEXT = 100_000;

  /** What is appended at once, in characters. */
  private static final int APPENDED = 3;

  /**
   * How often the last open piece is parsed at most for one append, with the Markdown that opens
   * the blocks around it: for what its lines close, for the blank lines before, and for what is
   * shown.
   */
  private static final long PASSES = 3;

  /** The Markdown that opens the blocks around the last piece, in characters. */
  private static final long AROUND = 100;

  /** How many characters of HTML a character of the texts here becomes at most. */
  private static final long HTML_PER_CHARACTER = 20;

  /** A name, what the text begins with, what is repeated, and its longest piece in characters. */
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("list", "", "- an *item* of a list with `code` and so on\n", 100),
        Arguments.of("loose list", "", "1. an *item* of a list\n\n   and more of it\n\n", 100),
        Arguments.of("nested list", "- top\n", "  - one\n    - two with **words**\n", 100),
        Arguments.of("loose nested list", "- top\n", "  - one\n\n    - two\n\n", 100),
        Arguments.of("table", "Text:\n| a | b |\n|---|--:|\n", "| some *cell* | 2 |\n", 100),
        Arguments.of("quote", "", "> A line of a quote.\n>\n> - and a list\n> - in it\n>\n", 100),
        Arguments.of("fence", "```java\n", "int a = b[0]; // ``` [c]\n", 100),
        Arguments.of("fence in a list", "1. Run:\n\n   ```sh\n", "   echo $a | grep b\n", 100),
        Arguments.of("footnotes", "", "A fact[^a] and[^b].\n\n[^a]: The *source*\n\n", 100),
        Arguments.of("formulas", "", "$$\na_1 = b\n$$\n\nand $x_1$ so\n", 100),
        Arguments.of("table in a list", "- a\n\n  | a |\n  |---|\n", "  | cell |\n", 100),
        Arguments.of("definitions", "", "[a]: /u\n[b]: /v 'title'\n", 100),
        Arguments.of(
            "mixed",
            "",
            """
            ## Heading

            A paragraph with [a link](/x) and *some* `code`.

            1. one
               - nested
               - more

               ```java
               int a;
               ```
            2. two

            > quoted

            | a | b |
            |---|---|
            | 1 | 2 |

            """,
            100));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void anAppendCostsNoMoreThanItsPiece(String name, String start, String piece, int longest) {
    MarkdownRenderer renderer = new MarkdownRenderer();
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    Page page = new Page();
    String text = start + piece.repeat(TEXT / piece.length());
    long mostParsed = 0;
    long mostDrawn = 0;
    for (int at = 0; at < text.length(); at += APPENDED) {
      long parsed = growing.parsedCharacters();
      page.apply(growing.append(text.substring(at, Math.min(text.length(), at + APPENDED))));
      mostParsed = Math.max(mostParsed, growing.parsedCharacters() - parsed);
      mostDrawn = Math.max(mostDrawn, page.drawnByTheLast());
    }
    page.apply(growing.finish());

    assertThat(mostParsed).as(name).isLessThanOrEqualTo(PASSES * (AROUND + longest + APPENDED));
    assertThat(mostDrawn).as(name).isLessThanOrEqualTo(HTML_PER_CHARACTER * (longest + APPENDED));
    assertThat(page.html()).isEqualTo(renderer.render(text));
  }

  /** How many places are cited. */
  private static final int CITED = 200;

  /** A name, a place that is cited with @ for its label, and what defines that. */
  static Stream<Arguments> citations() {
    String note = "[^@]: The *source* of it.\n";
    return Stream.of(
        Arguments.of("notes of a list", "- A point[^@] of a list\n", note),
        Arguments.of("notes of a loose list", "1. A point[^@] of a list\n\n", note),
        Arguments.of("notes of a nested list", "- A point\n  - and below[^@]\n", note),
        Arguments.of("notes of a table", "| a row[^@] | b |\n", note),
        Arguments.of("notes of a quote", "> A line[^@]\n>\n", note),
        Arguments.of("notes of paragraphs", "A paragraph[^@]\n\n", note),
        Arguments.of("links of a list", "- A point [@] of a list\n", "[@]: /u@ 'title'\n"),
        Arguments.of("links of a table", "| a row [@] | b |\n", "[@]: /u@\n\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("citations")
  void aDefinitionCostsNoMoreThanWhatCitesIt(String name, String place, String definition) {
    MarkdownRenderer renderer = new MarkdownRenderer();
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    Page page = new Page();
    StringBuilder text = new StringBuilder(name.endsWith("table") ? "| a | b |\n|---|---|\n" : "");
    for (int i = 0; i < CITED; i++) {
      text.append(place.replace("@", "n" + i));
    }
    text.append("\nEnd\n\n");
    for (int i = 0; i < CITED; i++) {
      text.append(definition.replace("@", "n" + i));
    }
    int longest = 100;
    for (int at = 0; at < text.length(); at += APPENDED) {
      long parsed = growing.parsedCharacters();
      page.apply(growing.append(text.substring(at, Math.min(text.length(), at + APPENDED))));
      parsed = growing.parsedCharacters() - parsed;
      assertThat(parsed).as(name).isLessThanOrEqualTo(PASSES * (AROUND + longest + APPENDED));
      assertThat(page.drawnByTheLast())
          .as(name)
          .isLessThanOrEqualTo(HTML_PER_CHARACTER * (longest + APPENDED));
    }
    page.apply(growing.finish());

    assertThat(page.html()).isEqualTo(renderer.render(text.toString()));
  }

  /** The length of a long block, in characters. */
  private static final int LONG_BLOCK = 8_000;

  /** What is appended to one at once, in characters: about a token. */
  private static final int APPENDED_TO_LONG = 5;

  /** So many appends read one whole: whenever it has grown by a quarter, and at its end. */
  private static final int WHOLE_READINGS = 14;

  /** How often each of those reads it at most. */
  private static final long PASSES_OF_A_WHOLE = 8;

  /** A name, what the text begins with, what is repeated without end, and what comes behind it. */
  static Stream<Arguments> longBlocks() {
    return Stream.of(
        Arguments.of("line", "", "A *very* long `line` with [a link](/x), ", "\n\nend"),
        Arguments.of("line without spaces", "", "字", "\n\nend"),
        Arguments.of("paragraph", "", "A line of a **paragraph** in `many` lines\n", "\nend\n"),
        Arguments.of("emphasis that stays open", "**", "and it goes on ", "**\n\nend"),
        Arguments.of("indented code", "", "    int a = b[0];\n", "\nend\n"),
        Arguments.of("line of code", "```java\n", "a[b] = *c* ", "\n```\nend\n"),
        Arguments.of(
            "line of code in an item", "- a\n\n  ```\n  ", "a[b] = *c* ", "\n  ```\n- b\n"),
        Arguments.of(
            "line behind code in an item", "- a\n\n  ```\n  b\n", "a *line* ", "\n\nend\n"),
        Arguments.of("line of digits", "```\n", "0123456789 ", "\n```\nend\n"),
        Arguments.of("row", "| a | b |\n|---|---|\n", "a *long* cell ", "| b |\n| c | d |\n"),
        Arguments.of("cells", "| a | b |\n|---|---|\n", "| *c* ", "\n| c | d |\n"),
        Arguments.of("item", "- one\n- ", "text of an *item* with `code` ", "\n- three\n"),
        Arguments.of("lines of an item", "1. ", "text of an *item*\n   ", "\n2. three\n"),
        Arguments.of("quote", "> ", "words of a *quote* ", "\n\nend\n"),
        Arguments.of("lines of a quote", "", "> words of a *quote*\n", "\nend\n"),
        Arguments.of("heading", "## ", "words of a *heading* ", "\nend\n"),
        Arguments.of("raw HTML", "<div>\n", "<p>text</p>\n", "\nend\n"),
        Arguments.of("formula", "$$\n", "a_1 + b_2\n", "$$\nend\n"),
        Arguments.of("footnote", "[^a]: ", "words of a *footnote* ", "\n\nend[^a]\n"),
        Arguments.of("lines of a footnote", "[^a]: b\n\n", "    words of a *note*\n", "\nend\n"),
        Arguments.of("open labels", "", "[^a ", "\n\nend\n"),
        Arguments.of("dashes", "a\n", "-", "\nend\n"),
        Arguments.of("blank lines", "a\n", "\n", "end\n"),
        Arguments.of("open brackets", "", "[a ", "\n\nend\n"),
        Arguments.of("title of a definition", "[a]: /u\n'", "a title ", "'\n\n[a]\n"),
        Arguments.of("money", "", "$5 and $a ", "\n\nend\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longBlocks")
  void aLongBlockIsReadAgainOnlyWhenItHasGrownByAQuarter(
      String name, String start, String piece, String end) {
    MarkdownRenderer renderer = new MarkdownRenderer();
    String text = start + piece.repeat(LONG_BLOCK / piece.length()) + end;
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    Page page = new Page();
    int wholes = 0;
    for (int at = 0; at < text.length(); at += APPENDED_TO_LONG) {
      long before = growing.parsedCharacters();
      page.apply(
          growing.append(text.substring(at, Math.min(text.length(), at + APPENDED_TO_LONG))));
      long parsed = growing.parsedCharacters() - before;
      boolean isWhole =
          parsed > PASSES * (AROUND + LongText.LONG + APPENDED)
              || page.drawnByTheLast() > HTML_PER_CHARACTER * LongText.LONG;
      wholes += isWhole ? 1 : 0;
      assertThat(parsed)
          .as(name)
          .isLessThanOrEqualTo(PASSES_OF_A_WHOLE * (AROUND + at + LongText.LONG));
    }
    page.apply(growing.finish());

    assertThat(wholes).as(name).isLessThanOrEqualTo(WHOLE_READINGS);
    assertThat(page.html()).isEqualTo(renderer.render(text));
  }
}
