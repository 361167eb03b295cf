package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonmark.testutil.TestResources;
import org.commonmark.testutil.example.Example;
import org.commonmark.testutil.example.ExampleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the specifications, growing.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/">CommonMark 0.31.2</a>
 * @see <a href="https://github.github.com/gfm/">GitHub Flavored Markdown</a>
 */
class SpecificationTest {

  /** CommonMark 0.31.2 has this many examples. */
  private static final int COMMONMARK_EXAMPLES = 652;

  /** GFM has this many, most of them CommonMark's once more. */
  private static final int GFM_EXAMPLES = 672;

  private static final int CHUNKINGS = 10;

  private final MarkdownRenderer renderer = new MarkdownRenderer();

  static List<String> examples() {
    List<String> texts = new ArrayList<>();
    for (Example example : read()) {
      texts.add(example.getSource());
    }
    texts.addAll(FootnoteTest.TEXTS);
    return texts;
  }

  private static List<Example> read() {
    List<Example> examples = new ArrayList<>();
    examples.addAll(ExampleReader.readExamples(TestResources.getSpec()));
    examples.addAll(ExampleReader.readExamples(TestResources.getGfmSpec()));
    return examples;
  }

  @Test
  void allExamplesAreThere() {
    assertThat(ExampleReader.readExamples(TestResources.getSpec())).hasSize(COMMONMARK_EXAMPLES);
    assertThat(ExampleReader.readExamples(TestResources.getGfmSpec())).hasSize(GFM_EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void growsToWhatTheWholeGives(String text) {
    String whole = renderer.render(text);

    assertThat(grown(text, new Random(0), 1)).isEqualTo(whole);
    for (int seed = 0; seed < CHUNKINGS; seed++) {
      assertThat(grown(text, new Random(seed), 9)).isEqualTo(whole);
    }
  }

  private String grown(String text, Random random, int longest) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    Page page = new Page();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(longest));
      page.apply(growing.append(text.substring(at, end)));
      at = end;
    }
    page.apply(growing.finish());
    return page.html();
  }
}
