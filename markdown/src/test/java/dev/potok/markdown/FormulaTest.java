package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.parser.Parser;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private final MarkdownRenderer renderer = new MarkdownRenderer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "a $x^2$ b # a <span class='math'>x^2</span> b",
        "$a_1 * b_1$ # <span class='math'>a_1 * b_1</span>",
        "($x$), $y$. # (<span class='math'>x</span>), <span class='math'>y</span>.",
        "$a < b$ # <span class='math'>a &lt; b</span>",
        "$\\$5$ # <span class='math'>\\$5</span>",
        "so $$x$$ is # so <span class='math display'>x</span> is",
        "\\(x\\) and \\[y\\]. #"
            + " <span class='math'>x</span> and <span class='math display'>y</span>.",
        "**$x$** # <strong><span class='math'>x</span></strong>",
      })
  void formulaIsKept(String markdown, String html) {
    assertThat(renderer.render(markdown)).isEqualTo("<p>" + html.replace('\'', '"') + "</p>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$5 and $6",
        "$5-$6",
        "US$5 or US$6",
        "a $ b $ c",
        "\\$x$",
        "$x\\$",
        "`$x$`",
        "$x `a$ b`",
        "$$$x$$$",
        "costs $20, or $20,000",
        "\\[a\\](b)",
        "\\\\(x\\\\)",
        "    $$x$$",
      })
  void whatOnlyLooksLikeOneIsText(String markdown) {
    assertThat(renderer.render(markdown)).doesNotContain("math");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$$x\n- y\n= z$$",
        "$$\nx\n- y\n= z\n$$",
        "  $$\nx\n- y\n= z$$  ",
        "\\[\nx\n- y\n= z\n\\]",
      })
  void aBlockMayHoldWhatElseBeginsOne(String markdown) {
    String block =
        "<div class=\"math-block\"><span class=\"math display\">x\n- y\n= z</span></div>\n";

    assertThat(renderer.render(markdown)).isEqualTo(block);
    assertThat(renderer.render("a\n" + markdown + "\nb"))
        .isEqualTo("<p>a</p>\n" + block + "<p>b</p>\n");
    assertThat(renderer.render("- " + markdown.strip().replace("\n", "\n  ")))
        .isEqualTo("<ul>\n<li>\n" + block + "</li>\n</ul>\n");
  }

  @Test
  void aBlockWithoutEndIsShownAsItIsUpToABlankLine() {
    assertThat(renderer.render("$$\nx < y\n\n*b*"))
        .isEqualTo(
            "<div class=\"math-block\"><code>$$\nx &lt; y</code></div>\n<p><em>b</em></p>\n");
  }

  @Test
  void aFormulaInALineHasALongestLength() {
    String longest = "x".repeat(FormulaMark.MAX_LENGTH - 1);

    assertThat(renderer.render("$" + longest + "$")).contains("math");
    assertThat(renderer.render("$" + longest + "x$")).doesNotContain("math");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "$$\\nx\\n$$, # x\\n,",
        "$$\\nx\\n$$.   # x\\n.",
        "$$\\nx $$; # x;",
        "\\[\\nx\\n\\]. # x\\n.",
        "$$x\\ny$$?! # x\\ny?!",
      })
  void theSentenceMayEndBehindABlock(String markdown, String tex) {
    assertThat(renderer.render(markdown.replace("\\n", "\n") + "\nand more"))
        .isEqualTo(
            "<div class=\"math-block\"><span class=\"math display\">"
                + tex.replace("\\n", "\n")
                + "</span></div>\n<p>and more</p>\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$$\nx\n$$ a.", "$$\nx\n$.", "$$\nx\n.,", "$$\nx\n$$)"})
  void whatElseStandsBehindTheMarkDoesNotEndABlock(String markdown) {
    assertThat(renderer.render(markdown)).contains("<code>$$\nx\n").doesNotContain("display");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$",
        "$a ",
        "\\(",
        "$$ a ",
        "\\[a",
        "$a\n",
        "\\(a\\\\",
        "$x$ $a ",
        "$`",
        "\\[a $$b \\(c $d "
      })
  void manyMarksWithoutEndAreNoWork(String piece) {
    long few = work(piece.repeat(5_000));

    assertThat(few).isLessThanOrEqualTo(8L * 5_000 * piece.length());
    assertThat(work(piece.repeat(20_000))).isLessThanOrEqualTo(4 * few + few / 10);
  }

  @Test
  void bracketsOfALabelBehindManyBeginningsAreNoWork() {
    String text = "\\[a ".repeat(10_000) + "\\](b)";

    assertThat(work(text)).isLessThanOrEqualTo(8L * text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$x^2$",
        "so $$x$$ is",
        "\\(x\\) and \\[y\\].",
        "$$\nx\n- y\n$$",
        "  \\[ x < y\\]",
        "$$\nx\n- y",
      })
  void withoutAScriptAFormulaStandsAsItIsWritten(String markdown) {
    String html = MarkdownRenderer.withoutScript().render(markdown);
    assertThat(html).contains("class=\"math\"");
    assertThat(html.replaceAll("<[^>]*>", "").replace("&lt;", "<").strip())
        .isEqualTo(markdown.strip());
  }

  /** How many characters the formula parsers of a text looked at. */
  private static long work(String text) {
    List<FormulaInlineParser> parsers = new ArrayList<>();
    FormulaInlineParser.Factory factory = new FormulaInlineParser.Factory();
    InlineContentParserFactory counted =
        new InlineContentParserFactory() {
          @Override
          public Set<Character> getTriggerCharacters() {
            return factory.getTriggerCharacters();
          }

          @Override
          public InlineContentParser create() {
            FormulaInlineParser parser = (FormulaInlineParser) factory.create();
            parsers.add(parser);
            return parser;
          }
        };
    Parser.builder().customInlineContentParserFactory(counted).build().parse(text);
    long steps = 0;
    for (FormulaInlineParser parser : parsers) {
      steps += parser.steps();
    }
    assertThat(steps).isPositive();
    return steps;
  }
}
