package dev.potok.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others wrote stands beside its licence. */
class LicensesTest {

  /** The list of what is in Mermaid's file; it is made anew when Mermaid is. */
  private static final String CONTENTS = "licenses/mermaid-contains.txt";

  @ParameterizedTest
  @CsvSource({
    "highlight.js, licenses/highlight.js.txt",
    "katex.js, licenses/katex.txt",
    "mermaid.js, licenses/mermaid.txt",
    "mermaid.js, " + CONTENTS
  })
  void everyLibraryHasItsLicence(String library, String licence) throws Exception {
    assertThat(page("assets/" + library)).isNotEmpty();
    assertThat(page(licence)).contains("Copyright");
  }

  @Test
  void whatMermaidContainsIsListedForItsVersion() throws Exception {
    Matcher header = Pattern.compile("Mermaid ([0-9.]+),").matcher(page(CONTENTS));
    assertThat(header.find()).isTrue();
    assertThat(page("assets/mermaid.js")).contains("{version:\"" + header.group(1) + "\"}");
  }

  @Test
  void whatMermaidSaysThatItContainsIsListed() throws Exception {
    String mermaid = page("assets/mermaid.js");
    String said = mermaid.substring(mermaid.indexOf("Bundled license information:"));
    List<String> names =
        Pattern.compile("^([a-z@][^/\\n ]*)/\\S+:$", Pattern.MULTILINE)
            .matcher(said)
            .results()
            .map((MatchResult result) -> result.group(1))
            .toList();
    assertThat(names).contains("dompurify", "lodash-es");
    for (String name : names) {
      assertThat(page(CONTENTS)).containsPattern("(?m)^(.*, )?" + Pattern.quote(name) + " [0-9]");
    }
  }

  private static String page(String file) throws IOException {
    try (InputStream in = LicensesTest.class.getResourceAsStream("/page/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
