package dev.potok.web.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.web.state.PromptText.Variable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTextTest {

  @Test
  void variablesAreAskedForOnceInTheirOrderAndFilledEverywhere() {
    PromptText text =
        new PromptText("Переведи {{ что }} на {{язык=английский}}: {{что}}, {{язык}}.");
    assertThat(text.variables())
        .containsExactly(new Variable("что", ""), new Variable("язык", "английский"));
    assertThat(text.filled(List.of("это", "финский")))
        .isEqualTo("Переведи это на финский: это, финский.");
  }

  @Test
  void aDefaultMayComeLaterAndTheFirstCounts() {
    PromptText text = new PromptText("{{a}} {{a=one}} {{a=two}}");
    assertThat(text.variables()).containsExactly(new Variable("a", "one"));
  }

  @Test
  void aDefaultMayHoldAnEqualsSign() {
    assertThat(new PromptText("{{q=a=b}}").variables()).containsExactly(new Variable("q", "a=b"));
  }

  @Test
  void whatIsFilledInIsNotReadAsAVariable() {
    PromptText text = new PromptText("{{a}} {{b}}");
    assertThat(text.filled(List.of("{{b}}", "x"))).isEqualTo("{{b}} x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no braces",
        "{{",
        "}}",
        "{{}}",
        "{{ }}",
        "{{=x}}",
        "{{a",
        "{a}",
        "{{{}}}",
        "{{two\nlines}}",
        "if (a) {{ return {x: 1} }}"
      })
  void whatIsNoVariableIsText(String written) {
    PromptText text = new PromptText(written);
    assertThat(text.variables()).isEmpty();
    assertThat(text.filled(List.of())).isEqualTo(written);
  }

  @Test
  void aVariableInsideFurtherBracesIsFound() {
    PromptText text = new PromptText("{{{a}} and {{b");
    assertThat(text.variables()).containsExactly(new Variable("a", ""));
    assertThat(text.filled(List.of("1"))).isEqualTo("{1 and {{b");
  }

  @Test
  void moreThanTwentyVariablesAreText() {
    StringBuilder written = new StringBuilder();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < PromptText.MAX_VARIABLES; i++) {
      written.append("{{v").append(i).append("}}");
      values.add("");
    }
    PromptText text = new PromptText(written + "{{further}}{{v0}}");
    assertThat(text.variables()).hasSize(20);
    assertThat(text.filled(values)).isEqualTo("{{further}}");
  }
}
