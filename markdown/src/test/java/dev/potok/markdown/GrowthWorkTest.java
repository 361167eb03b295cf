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
        Arguments.of("formulas", "", "$$\na_1 = b\n$$\n\nand $x_1$ so\n", 100),
        Arguments.of("table in a list", "- a\n\n  | a |\n  |---|\n", "  | cell |\n", 100),
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
}
