package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marks without end cost no more than their length, and beyond a limit they are text. */
class InlineLimitsTest {

  /** The length of a text that took minutes to grow when the work was its square, in characters. */
  private static final int LONG = 200_000;

  /** How much of it is appended at once, in characters. */
  private static final int APPENDED = 50_000;

  private final MarkdownRenderer renderer = new MarkdownRenderer();

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '"',
      value = {
        "![a ,](b ",
        "![a ,] ",
        "![a b c d e f g h i j k l m n o p q r s t u v w x y z,] ",
        "[,[a](b)",
        "[a ,[b](c) ",
        "[,[^a] ",
        "[^a ,][b] ",
        "![,[^a]",
        "a*_~,b",
        "*a ,b_ ",
        "**a [,b_ ",
        "[a ,b] *",
        "\\( ,`",
      })
  @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manyMarksWithoutEndAreNoWork(String first, String second) {
    String text =
        first.repeat(LONG / 2 / first.length()) + second.repeat(LONG / 2 / second.length());
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    Page page = new Page();
    for (int at = 0; at < text.length(); at += APPENDED) {
      page.apply(growing.append(text.substring(at, Math.min(text.length(), at + APPENDED))));
    }
    page.apply(growing.finish());

    assertThat(page.html()).isEqualTo(renderer.render(text));
  }

  @Test
  void marksOfEmphasisBeyondTheLimitAreText() {
    String most = "*a* ".repeat(InlineLimits.MAX_RUNS / 2);

    assertThat(renderer.render(most + "*b* **c** _d_ ~~e~~ `f`"))
        .isEqualTo(
            "<p>"
                + "<em>a</em> ".repeat(InlineLimits.MAX_RUNS / 2)
                + "*b* **c** _d_ ~~e~~ <code>f</code></p>\n");
    assertThat(renderer.render(most + "\n\n*b*")).endsWith("<p><em>b</em></p>\n");
  }

  @Test
  void whatIsBehindTheLastLinkIsText() {
    String most = "[a] ".repeat(InlineLimits.MAX_BRACKETS - 1);
    String link = ">b</a>";

    assertThat(renderer.render(most + "[b](/c)")).contains(link);
    assertThat(renderer.render(most + "[b](/c) [b](/c) *d*\n\n[b](/c)"))
        .containsOnlyOnce(link + " [b](/c) *d*</p>")
        .endsWith(link + "</p>\n");
    assertThat(renderer.render(most + "![b](/c) ![b](/c) *d*")).endsWith("</a> ![b](/c) *d*</p>\n");
  }

  @Test
  void anImageTooLongForALabelCountsForMany() {
    String text = "![" + "a ".repeat(LinkDefinitions.MAX_LABEL_CHARACTERS) + "] ";
    int most = InlineLimits.MAX_BRACKETS / (InlineLimits.LONG_IMAGE + 1);

    assertThat(renderer.render(text.repeat(most) + "*b*")).endsWith("<em>b</em></p>\n");
    assertThat(renderer.render(text.repeat(most + 1) + "*b*")).endsWith("*b*</p>\n");
  }
}
