package dev.potok.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not finished looks as it will, and nothing jumps from one form to another and back. */
class GrowingLooksTest {
  private final MarkdownRenderer renderer = new MarkdownRenderer();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a **bo ; a <strong>bo</strong>",
        "a **bold* ; a <strong>bold</strong>",
        "a **b *c ; a <strong>b <em>c</em></strong>",
        "a *b _c_ ; a <em>b <em>c</em></em>",
        "a ** ; a",
        "a ~~b ; a <del>b</del>",
        "a `b c ; a <code>b c</code>",
        "a ``b` ; a <code>b</code>",
        "a ` ; a",
        "a [te ; a te",
        "a [text] ; a text",
        "a [text](http://x ; a text",
        "a ![te](http://x ; a te",
        "a **[te](ht ; a <strong>te</strong>",
        "a 2 * 3 ; a 2 * 3",
        "snake_ca ; snake_ca",
        "a \\*b ; a *b",
        "a $ ; a",
        "a $5 and ; a $5 and",
        "a $HOME ; a $HOME",
        "a $x_1 + y ; a <code>x_1 + y</code>",
        "a \\(x ; a <code>x</code>",
        "a \\(x\\ ; a <code>x</code>",
        "a $$x$ ; a <code>x</code>",
        "a $x_1$ *b ; a <span class=\"math\">x_1</span> <em>b</em>",
        "**a $x_1 ; <strong>a <code>x_1</code></strong>",
      })
  void whatIsOpenLooksClosed(String text, String html) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    growing.append(text);

    assertThat(Part.html(growing.parts()).strip()).isEqualTo("<p>" + html + "</p>");
  }

  @Test
  void cellsItemsAndQuotesLookTheSame() {
    assertThat(shown("| a |\n|---|\n| **b")).contains("<td><strong>b</strong></td>");
    assertThat(shown("- **b")).contains("<li><strong>b</strong></li>");
    assertThat(shown("> `b")).contains("<p><code>b</code></p>");
    assertThat(shown("## *b")).contains("<h2><em>b</em></h2>");
  }

  @Test
  void aTableIsOneAsSoonAsItsDelimitersAreThere() {
    assertThat(shown("| a | b |\n|---|---|\n")).contains("<th>a</th>");
  }

  @Test
  void aFenceIsCodeAsSoonAsItsLineIsWhole() {
    assertThat(shown("a\n```ja")).isEqualTo("<p>a</p>\n");
    assertThat(shown("a\n```java\n")).contains("data-language=\"java\"");
    assertThat(shown("```java\nint a = b[0] ** `c")).contains("int a = b[0] ** `c");
  }

  @Test
  void whatIsClosedIsNotGuessed() {
    assertThat(shown("a **b\n\nc")).contains("<p>a **b</p>");
  }

  /** The sequence of elements in each text never goes back to one that it had left. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Some **bold text**, *it* and `code` with [a link](https://example.org/x) and more.",
        "- [x] done **now**\n- [ ] not *yet*\n  - `inner`\n",
        "Intro:\n- a\n- b\n\nText\n> quote\n\n```java\nint a;\n```\nend",
        "| a | b |\n|---|--:|\n| **x** | `c` |\n| 1 | 2 |\n\nafter",
        "So $x_1 + \\frac{a}{b}$ and \\(y_1\\) cost $5 or $6.\n$$\na\n- b\n$$\nend",
        "A fact[^1], and more[^b].\n\n[^1]: The *source*.\n[^b]: Other\n\nEnd[^1]",
        "## A *heading*\n\n1. one\n2. two ~~three~~\n",
      })
  void nothingFlickers(String text) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    List<String> forms = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      growing.append(text.substring(i, i + 1));
      String form =
          Part.html(growing.parts()).replaceAll(">[^<]*<", "><").replaceAll("\\s.*?>", ">");
      if (forms.isEmpty() || !forms.getLast().equals(form)) {
        forms.add(form);
      }
    }

    assertThat(forms).doesNotHaveDuplicates();
  }

  private String shown(String text) {
    GrowingMarkdown growing = new GrowingMarkdown(renderer);
    for (int i = 0; i < text.length(); i++) {
      growing.append(text.substring(i, i + 1));
    }
    return Part.html(growing.parts());
  }
}
