package dev.potok.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrownTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>One|<p>One two|' two'|p",
        "<h2>One|<h2>Oneness|ness|h2",
        "<p>An <em>em|<p>An <em>emphasis|phasis|em p",
        "<p><a href=\"/a\">li|<p><a href=\"/a\">link|nk|a p",
        "<td>1|<td>12|2|td",
        "<p>a &lt;|<p>a &lt; b|' b'|p",
        "<p>a|<p>a &lt;&amp;lt;&quot;&gt;|' <&lt;\">'|p",
      })
  void textAtTheEndIsToldFromTheRest(String before, String after, String text, String around) {
    List<String> names = Arrays.asList(around.split(" "));
    String end = String.join("", names.stream().map(name -> "</" + name + ">").toList());
    for (String feed : new String[] {"", "\n"}) {
      assertThat(GrownText.between(before + end + feed, after + end + feed))
          .hasValue(new GrownText(text, names.reversed()));
    }
  }

  @Test
  void textWithoutAnElementGrows() {
    assertThat(GrownText.between("One", "One\ntwo")).hasValue(new GrownText("\ntwo", List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>One</p>|<p>One</p>",
        "<p>One two</p>|<p>One</p>",
        "<p>One</p>|<p>Two more</p>",
        "<p>One</p>|<p>One <em>two</em></p>",
        "<p>One <em>two</em></p>|<p>One <em>two</em> three</p>",
        "<p>One</p>|<h2>One</h2>",
        "<p>One<br /></p>|<p>One<br />two</p>",
        "<p><code>a</code></p>|<p><code>ab</code></p>",
        "<span class=\"math\">a</span>|<span class=\"math\">ab</span>",
        "<p></p>|<p>One</p>",
        "<a href=\"/a\">l</a>|<a href=\"/ab\">l</a>",
      })
  void anythingElseIsDrawnAnew(String before, String after) {
    assertThat(GrownText.between(before, after)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ">", "</p>", "</p></p>\n"})
  void whatIsNoPieceOfADocumentHasNoGrowth(String before) {
    assertThat(GrownText.between(before, before + "x")).isEmpty();
  }
}
