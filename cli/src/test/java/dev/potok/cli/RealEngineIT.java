package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageRead;
import dev.potok.testkit.LlamaModelServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page with a real engine behind it: llama.cpp, with a tiny model written on the spot. */
class RealEngineIT extends BrowserScene {
  private static final int QUESTIONS = 3;

  private static @Nullable LlamaModelServer engine;

  @BeforeAll
  static void startEngine() throws Exception {
    engine = LlamaModelServer.start(0);
  }

  @AfterAll
  static void stopEngine() throws Exception {
    Objects.requireNonNull(engine).close();
  }

  @Override
  String[] configuration() {
    // Goes on with the list of providers that every scene has.
    return new String[] {
      "  - name: llama",
      "    base-url: " + Objects.requireNonNull(engine).baseUrl(),
      // The one that draws its words may draw the end first, which is an answer of nothing.
      "default-model: llama/" + LlamaModelServer.TINY_GREEDY
    };
  }

  @Test
  void whatTheEngineSaysIsShownAndStored() throws Exception {
    BrowserPage page = open("/");
    for (int i = 1; i <= QUESTIONS; i++) {
      page.send("Say something, please");
      assertThat(page.messages()).hasCount(2 * i);
      page.awaitStatus("complete");
      MessageRead answer = api().history(page.chatId()).getLast();
      assertThat(answer.content()).isNotBlank().doesNotContain("\uFFFD");
      assertThat(answer.metadata().tokens()).isPresent();
      assertThat(withoutMarks(page.answerText().textContent()))
          .isEqualTo(withoutMarks(answer.content()));
    }
    page.keepLook("real-engine");
  }

  /** The text alone: the page shows Markdown's marks as what they mean. */
  private static String withoutMarks(String text) {
    return text.replaceAll("[*`\\s]", "");
  }
}
