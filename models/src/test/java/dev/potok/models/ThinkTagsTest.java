package dev.potok.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageDelta;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # content                                 | thinking        | text
          "plain"                                   | ""              | "plain"
          "<think>why</think>because"               | "why"           | "because"
          " \n<think>\nwhy </think>\n\nbecause\n"   | "why "          | "because\n"
          "<think></think>yes"                      | ""              | "yes"
          "<think>\n\n</think>\n\nyes"              | ""              | "yes"
          "<think>a < b </thin </</think>c"         | "a < b </thin </" | "c"
          "<think>a</think>b<think>c</think>d"      | "a"             | "b<think>c</think>d"
          "text <think>no</think>"                  | ""              | "text <think>no</think>"
          "<thinking>x"                             | ""              | "<thinking>x"
          "<thin"                                   | ""              | "<thin"
          "  <"                                     | ""              | "  <"
          "<think>never closed"                     | "never closed"  | ""
          "<think>cut in the tag</thi"              | "cut in the tag</thi" | ""
          "<think>only</think>  "                   | "only"          | ""
          "<think>мысль 🤔</think>ответ 🙂"          | "мысль 🤔"      | "ответ 🙂"
          """)
  void isTheSameWhereverTheContentIsCut(String content, String thinking, String text) {
    content = unescaped(content);
    assertThat(split(List.of(content))).isEqualTo(new Parts(unescaped(thinking), unescaped(text)));
    for (int cut = 1; cut < content.length(); cut++) {
      assertThat(split(List.of(content.substring(0, cut), content.substring(cut))))
          .as("cut at %d", cut)
          .isEqualTo(new Parts(unescaped(thinking), unescaped(text)));
    }
    assertThat(split(List.of(content.split(""))))
        .as("cut at every character")
        .isEqualTo(new Parts(unescaped(thinking), unescaped(text)));
  }

  @Test
  void whiteSpaceIsHeldBackOnlySoFar() {
    List<MessageDelta> deltas = new ArrayList<>();
    ThinkTags tags = new ThinkTags(deltas::add);
    String blanks = " ".repeat(ThinkTags.MAX_LEADING_WHITESPACE);

    tags.accept(blanks);
    assertThat(deltas).isEmpty();
    tags.accept(" ");
    assertThat(deltas).containsExactly(MessageDelta.text(blanks + " "));
    tags.accept("<think>");
    assertThat(deltas).last().isEqualTo(MessageDelta.text("<think>"));
  }

  @Test
  void textIsHandedOnAtOnceWhenItCannotBeATag() {
    List<MessageDelta> deltas = new ArrayList<>();
    ThinkTags tags = new ThinkTags(deltas::add);

    tags.accept("H");
    tags.accept("i");

    assertThat(deltas).containsExactly(MessageDelta.text("H"), MessageDelta.text("i"));
  }

  private record Parts(String thinking, String text) {}

  private static Parts split(List<String> pieces) {
    StringBuilder thinking = new StringBuilder();
    StringBuilder text = new StringBuilder();
    ThinkTags tags =
        new ThinkTags(delta ->
            (delta.kind() == MessageDelta.Kind.THINKING ? thinking : text).append(delta.text()));
    pieces.forEach(tags::accept);
    tags.end();
    return new Parts(thinking.toString(), text.toString());
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }
}
