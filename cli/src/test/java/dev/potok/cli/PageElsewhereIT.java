package dev.potok.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.potok.protocol.MessageRead;
import dev.potok.testkit.Cut;
import dev.potok.testkit.Ports;
import dev.potok.testkit.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page comes from one server and talks to the API of another. */
class PageElsewhereIT extends BrowserScene {
  private final int pagePort = Ports.free();

  @TempDir Path pageFolder;

  @Override
  String[] configuration() {
    return new String[] {"cors:", "  origins: ['http://127.0.0.1:" + pagePort + "']"};
  }

  @Test
  void aWholeSendWorksAcrossOrigins() throws Exception {
    model().enqueue(Script.numbered(8).held());
    try (TestServer pages = pageServer(server().uri("").toString());
        ApiCaller pagesApi = new ApiCaller(pages.uri(""))) {
      BrowserPage page = page("en").go(pages.uri("/").toString());
      page.send("Count");
      model().releaseTokens(3);
      assertThat(page.answerText()).hasText("t1 t2 t3");
      page.reload();
      assertThat(page.answerText()).hasText("t1 t2 t3");
      page.stop().click();
      page.awaitStatus("stopped");
      long chat = page.chatId();
      assertThat(api().history(chat))
          .extracting(MessageRead::content)
          .containsExactly("Count", "t1 t2 t3");
      assertThat(pagesApi.chats()).isEmpty();
      page.question().hover();
      page.question().locator(".meta button[data-action=delete]").click();
      assertThat(page.find(".toast")).isVisible();
      assertThat(page.messages()).hasCount(1);
    }
  }

  @Test
  void aConnectionAcrossOriginsThatIsCutIsTakenUpAgain() throws Exception {
    model().enqueue(Script.numbered(8).held());
    try (TestServer pages = pageServer(proxy().baseUrl().toString())) {
      BrowserPage page = page("en").go(pages.uri("/").toString());
      page.send("Count");
      model().releaseTokens(3);
      assertThat(page.answerText()).hasText("t1 t2 t3");
      proxy().cutAll();
      model().releaseTokens(5);
      page.awaitStatus("complete");
      assertThat(page.answerText()).hasText(Script.numbered(8).wholeText());
    }
  }

  @Test
  void aRefusalAcrossOriginsIsReadable() throws Exception {
    model().script(Script.cutBeforeHeaders(Cut.RESET));
    try (TestServer pages = pageServer(server().uri("").toString())) {
      BrowserPage page = page("ru").go(pages.uri("/").toString());
      page.send("Hello");
      assertThat(page.alert()).containsText("Модель недоступна");
      assertThat(page.composer()).hasValue("Hello");
    }
  }

  private TestServer pageServer(String apiBase) throws Exception {
    return TestServer.start(
        Files.createDirectories(pageFolder),
        Map.of("POTOK_PORT", Integer.toString(pagePort), "POTOK_API_BASE", apiBase));
  }
}
