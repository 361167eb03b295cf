package dev.potok.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Looks for what keeps people from using a page.
 *
 * @see <a href="https://github.com/dequelabs/axe-core">axe-core</a>
 */
final class Axe {

  /** Rules of WCAG 2.2 up to AA, and what is good practice beside them. */
  private static final String RUN =
      """
      async () => {
        const found = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        });
        if (!found.passes.length) { throw new Error('nothing was looked at'); }
        return found.violations.flatMap(rule =>
          rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`));
      }\
      """;

  private Axe() {}

  /** Nothing on the page as it is now keeps people from using it. */
  static void assertNoViolation(Page page, String state) {
    page.evaluate(script());
    assertThat((List<?>) page.evaluate(RUN)).as(state).isEmpty();
  }

  private static String script() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
